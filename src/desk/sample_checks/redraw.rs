//! Drawing again what was drawn, for `xingtu doctor`.

use crate::desk::{Result, Rx};
use crate::domain::access::CaseScope;
use crate::domain::ids::ExitId;
use crate::domain::sample_check::{Seed, Stage, digest, parse_listed, selection};
use crate::store::audit;
use crate::store::sample_checks::{self as store, SampleCheck, SampleCheckFilter};

/// Draws every sample check again from its seed and lists: how many there are, and what of any is not as it was drawn.
///
/// # Errors
/// If the database fails.
pub fn broken(rx: &mut Rx<'_>) -> Result<(usize, Vec<String>)> {
    let all = store::list(rx.conn, SampleCheckFilter::default())?;
    let mut wrong = Vec::new();
    for check in &all {
        let faults = faults(rx, check)?;
        wrong.extend(faults.into_iter().map(|words| format!("{} of {} {words}", check.id, check.year)));
    }
    Ok((all.len(), wrong))
}

fn faults(rx: &mut Rx<'_>, check: &SampleCheck) -> Result<Vec<String>> {
    let Ok(seed) = check.seed.parse::<Seed>() else { return Ok(vec!["has no seed".into()]) };
    let mut wrong = Vec::new();
    if seed.commitment() != check.commitment {
        wrong.push("has another seed than was committed to".into());
    }
    // The audit log was sealed when the seed was kept, before anything was drawn.
    let events = audit::of_record(rx.conn, "sample_check", check.id.0)?;
    let committed = events.iter().any(|event| {
        event.what == "sample_check.seeded"
            && event.at == check.seeded_at
            && event.detail.contains(&check.commitment)
    });
    if !committed {
        wrong.push("was not seeded when it says".into());
    }
    if check.stage == Stage::Seeded {
        return Ok(wrong);
    }
    let cases = store::cases(rx.conn, CaseScope::City, Some(check.id))?;
    for drawn in store::drawn(rx.conn, &[check.id])? {
        let unit = &drawn.unit;
        let text = store::listed(rx.conn, check.id, unit)?;
        if digest(&text) != drawn.digest {
            wrong.push(format!("drew in {unit} from another list than it kept"));
        }
        let Some(population) = parse_listed(&text) else {
            wrong.push(format!("has a list of {unit} that is none"));
            continue;
        };
        let count = i64::try_from(population.len()).unwrap_or(i64::MAX);
        let size = check.size().map_or(0, |size| size.households(count, check.confidence));
        if (count, size) != (drawn.population, drawn.size) {
            wrong.push(format!(
                "says {} of {} in {unit}, it is {size} of {count}",
                drawn.size, drawn.population
            ));
        }
        let again = selection(&seed, &population, usize::try_from(size).unwrap_or(usize::MAX));
        let kept: Vec<ExitId> =
            cases.iter().filter(|case| case.unit == *unit).map(|case| case.exit).collect();
        if again != kept {
            wrong.push(format!("has other cases in {unit} than its seed draws"));
        }
    }
    Ok(wrong)
}
