//! The papers that lie with the evidence: a few drawn pages, each with every record it would be a paper of.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::opens;
use super::people::broken;
use crate::desk::attachments;
use crate::desk::{Desk, Result};
use crate::domain::access::{Actor, Role};
use crate::domain::attachment::FileName;
use crate::domain::paper::{HolderKind, PaperKind};
use crate::store::papers::{self, NewPaper};

/// What lies with every record of a kind, and what the file is called.
const PAPERS: [(HolderKind, PaperKind, &str); 14] = [
    (HolderKind::Hire, PaperKind::Contract, "劳动合同（演示）.png"),
    (HolderKind::Hire, PaperKind::WageSlip, "工资条（演示）.png"),
    (HolderKind::Hire, PaperKind::BankRecord, "银行流水（演示）.png"),
    (HolderKind::Attendance, PaperKind::Certificate, "结业证书（演示）.png"),
    (HolderKind::Attendance, PaperKind::Placement, "就业证明（演示）.png"),
    (HolderKind::Benefit, PaperKind::Agreement, "受益协议（演示）.png"),
    (HolderKind::Benefit, PaperKind::PaymentList, "受益花名册（演示）.png"),
    (HolderKind::Payment, PaperKind::PaymentList, "发放花名册（演示）.png"),
    (HolderKind::Business, PaperKind::Licence, "个体登记证（演示）.png"),
    (HolderKind::Business, PaperKind::Support, "扶持资金凭证（演示）.png"),
    (HolderKind::Measure, PaperKind::Agreement, "养殖协议（演示）.png"),
    (HolderKind::Course, PaperKind::Listing, "培训通知（演示）.png"),
    (HolderKind::Project, PaperKind::Listing, "项目名单（演示）.png"),
    (HolderKind::Programme, PaperKind::Listing, "扶持村名单（演示）.png"),
];

/// Lays a paper of each kind with every record that would have one.
///
/// # Errors
/// If the database or the disk fails.
pub fn lay(desk: &Desk, actors: &[Actor]) -> Result<()> {
    let city = actors.iter().find(|actor| actor.role == Role::City).ok_or_else(|| broken("city staff"))?.user;
    let mut taken = Vec::new();
    for (n, (holder, kind, name)) in (1..).zip(PAPERS) {
        taken.push((holder, kind, name, attachments::take_in_bytes(desk, name, &page(n)?)?));
    }
    let at = opens()?;
    desk.db.write_now(move |c| {
        let mut all = Vec::new();
        for (kind_of_record, kind, name, upload) in &taken {
            let name: FileName = FileName::tidied(name, upload.kind());
            let file = crate::store::attachments::insert(c, upload.kept(), &name, Some(city), at)?;
            let mut records = papers::attributable(c, *kind_of_record)?;
            if *kind == PaperKind::Placement {
                // Whoever attended last is proposed, and cannot be verified before the proof of their job is there.
                records.pop();
            }
            all.extend(records.into_iter().map(|holder| NewPaper { holder, kind: *kind, file }));
        }
        Ok(papers::insert(c, &all, Some(city), at)?)
    })
}

/// A page with lines where a paper has words; another for each number.
fn page(n: u32) -> Result<Vec<u8>> {
    let drawn = RgbImage::from_fn(420, 594, |x, y| {
        let margin = !(40..=380).contains(&x) || !(50..=550).contains(&y);
        let title = (60..76).contains(&y) && (130..290).contains(&x);
        let line = y > 100 && y % 26 < 4 && x < 180 + (y / 26 * 37 + n * 53) % 200;
        let (dx, dy) = (i64::from(x) - 320, i64::from(y) - 480);
        let seal = (1600..2200).contains(&(dx * dx + dy * dy));
        if seal {
            Rgb([196, 52, 44])
        } else if title && !margin {
            Rgb([31, 61, 51])
        } else if line && !margin {
            Rgb([120, 128, 124])
        } else {
            Rgb([252, 251, 246])
        }
    });
    let mut content = Cursor::new(Vec::new());
    drawn.write_to(&mut content, ImageFormat::Png).map_err(|_| broken("a drawn page"))?;
    Ok(content.into_inner())
}
