//! The tables as Diesel sees them, by hand: the same for both databases, held equal to the migrations by a test.
//! What the columns mean, the migrations say.

diesel::table! {
    divisions (code) {
        code -> Text,
        name -> Text,
        level -> Integer,
        parent_code -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        source -> Text,
    }
}

diesel::table! {
    reporting_units (code) {
        code -> Text,
        name -> Text,
        name_en -> Text,
        position -> Integer,
        tile_row -> Integer,
        tile_column -> Integer,
        help_phone -> Text,
    }
}

diesel::table! {
    operators (id) {
        id -> BigInt,
        name -> Text,
        credit_code -> Text,
        contact -> Text,
        phone -> Text,
        registered_at -> Timestamp,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        login -> Text,
        name -> Text,
        role -> Text,
        unit_code -> Nullable<Text>,
        operator_id -> Nullable<BigInt>,
        password_hash -> Text,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Binary,
        user_id -> BigInt,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    installation (id) {
        id -> Integer,
        key_check -> Binary,
        made_at -> Timestamp,
    }
}

diesel::table! {
    idempotency_keys (user_id, key) {
        user_id -> BigInt,
        key -> Text,
        request_digest -> Binary,
        answer -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    audit_chains (chain) {
        chain -> Integer,
        length -> BigInt,
        head_hash -> Binary,
    }
}

diesel::table! {
    audit_events (id) {
        id -> BigInt,
        chain -> Integer,
        place -> BigInt,
        at -> Timestamp,
        user_id -> Nullable<BigInt>,
        what -> Text,
        noun -> Text,
        record_id -> BigInt,
        detail -> Text,
        hash -> Binary,
    }
}

diesel::table! {
    sites (id) {
        id -> BigInt,
        operator_id -> BigInt,
        name -> Text,
        kind -> Text,
        trade -> Text,
        division_code -> Text,
        unit_code -> Text,
        natural_village -> Text,
        address -> Text,
        phone -> Text,
        beds -> Integer,
        seats -> Integer,
        opened_on -> Nullable<Date>,
        registered_by -> Nullable<BigInt>,
        registered_at -> Timestamp,
        closed_on -> Nullable<Date>,
        search -> Text,
        revision -> BigInt,
        longitude_e6 -> Nullable<Integer>,
        latitude_e6 -> Nullable<Integer>,
        search_extra -> Text,
        search_version -> Integer,
    }
}

diesel::table! {
    site_months (site_id, year, month) {
        site_id -> BigInt,
        year -> Integer,
        month -> Integer,
        visits -> BigInt,
        revenue_fen -> BigInt,
        revision -> BigInt,
    }
}

diesel::table! {
    sheets (id) {
        id -> BigInt,
        code -> Text,
        version -> Integer,
        subject -> Text,
        official -> Bool,
        basis -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        body -> Text,
        body_digest -> Binary,
        uploaded_by -> Nullable<BigInt>,
        uploaded_at -> Nullable<Timestamp>,
        published_by -> Nullable<BigInt>,
        published_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    holidays (day) {
        day -> Date,
        works -> Bool,
        source -> Text,
    }
}

diesel::table! {
    applications (id) {
        id -> BigInt,
        number -> Text,
        site_id -> BigInt,
        sheet_id -> BigInt,
        unit_code -> Text,
        applied_star -> Integer,
        stage -> Text,
        note -> Text,
        submitted_by -> Nullable<BigInt>,
        submitted_at -> Nullable<Timestamp>,
        due_on -> Nullable<Date>,
        scored_by -> Nullable<BigInt>,
        scored_at -> Nullable<Timestamp>,
        live -> Bool,
        revision -> BigInt,
        round -> Integer,
        pledged_by -> Text,
        pledged_at -> Nullable<Timestamp>,
        level -> Nullable<Text>,
        forwarded_at -> Nullable<Timestamp>,
        inspected_round -> Integer,
    }
}

diesel::table! {
    application_steps (id) {
        id -> BigInt,
        application_id -> BigInt,
        step -> Text,
        from_stage -> Nullable<Text>,
        to_stage -> Text,
        at -> Timestamp,
        user_id -> Nullable<BigInt>,
        note -> Text,
    }
}

diesel::table! {
    scores (application_id, role, item_code) {
        application_id -> BigInt,
        role -> Text,
        item_code -> Text,
        points -> Integer,
        scored_by -> Nullable<BigInt>,
        scored_at -> Timestamp,
        note -> Text,
    }
}

diesel::table! {
    decisions (application_id, round) {
        application_id -> BigInt,
        round -> Integer,
        score_column -> Text,
        level -> Text,
        reached_star -> Integer,
        awarded_star -> Nullable<Integer>,
        total_hundredths -> BigInt,
        basis -> Text,
        reason -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Timestamp,
    }
}

diesel::table! {
    ratings (id) {
        id -> BigInt,
        site_id -> BigInt,
        application_id -> BigInt,
        lowered_from -> Nullable<BigInt>,
        stars -> Integer,
        standing -> Text,
        live -> Bool,
        certificate_number -> Text,
        plaque_number -> Text,
        awarded_on -> Date,
        valid_until -> Date,
        re_check_on -> Date,
        ended_on -> Nullable<Date>,
        end_reason -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    number_series (series, year) {
        series -> Text,
        year -> Integer,
        last -> BigInt,
    }
}

diesel::table! {
    households (id) {
        id -> BigInt,
        code -> Text,
        division_code -> Text,
        unit_code -> Text,
        natural_village -> Text,
        attribute -> Text,
        cause -> Text,
        registered_on -> Date,
        search -> Text,
        second_cause -> Nullable<Text>,
        phone -> Text,
        account_last4 -> Text,
        search_version -> Integer,
        revision -> BigInt,
    }
}

diesel::table! {
    household_helpers (id) {
        id -> BigInt,
        household_id -> BigInt,
        name -> Text,
        organisation -> Text,
        phone -> Text,
        from_on -> Date,
        to_on -> Nullable<Date>,
    }
}

diesel::table! {
    household_changes (id) {
        id -> BigInt,
        household_id -> BigInt,
        person_id -> Nullable<BigInt>,
        field -> Text,
        was -> Text,
        becomes -> Text,
        on_day -> Nullable<Date>,
        reason -> Text,
        changed_by -> BigInt,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    persons (id) {
        id -> BigInt,
        name -> Text,
        sex -> Text,
        birth_date -> Date,
        id_cipher -> Binary,
        id_index -> Binary,
        id_masked -> Text,
        revision -> BigInt,
        nation -> Nullable<Text>,
        education -> Nullable<Text>,
        schooling -> Nullable<Text>,
        health -> Nullable<Text>,
        labour -> Nullable<Text>,
        work_place -> Nullable<Text>,
        employer -> Text,
        months_worked -> Nullable<Integer>,
    }
}

diesel::table! {
    memberships (id) {
        id -> BigInt,
        household_id -> BigInt,
        person_id -> BigInt,
        relation -> Text,
        is_head -> Bool,
        from_on -> Date,
        to_on -> Nullable<Date>,
        reason -> Text,
        end_reason -> Nullable<Text>,
    }
}

diesel::table! {
    hires (id) {
        id -> BigInt,
        site_id -> BigInt,
        unit_code -> Text,
        reported_name -> Text,
        id_cipher -> Binary,
        id_index -> Binary,
        id_masked -> Text,
        register_claim -> Text,
        phone -> Text,
        post -> Text,
        employment_form -> Text,
        monthly_wage_fen -> BigInt,
        started_on -> Date,
        left_on -> Nullable<Date>,
        stage -> Text,
        person_id -> Nullable<BigInt>,
        reported_by -> Nullable<BigInt>,
        reported_at -> Timestamp,
        verified_by -> Nullable<BigInt>,
        verified_at -> Nullable<Timestamp>,
        sent_back_reason -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    wage_months (hire_id, month) {
        hire_id -> BigInt,
        month -> Date,
        wage_fen -> BigInt,
        confirmed_by -> BigInt,
        confirmed_at -> Timestamp,
    }
}

diesel::table! {
    wage_corrections (id) {
        id -> BigInt,
        hire_id -> BigInt,
        month -> Date,
        before_fen -> BigInt,
        after_fen -> BigInt,
        reason -> Text,
        corrected_by -> BigInt,
        corrected_at -> Timestamp,
    }
}

diesel::table! {
    exits (id) {
        id -> BigInt,
        household_id -> BigInt,
        year -> Integer,
        document -> Text,
        announced_on -> Date,
        state -> Text,
        division_code -> Text,
        unit_code -> Text,
        persons -> Integer,
        search -> Text,
        revision -> BigInt,
        announcement_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    exit_members (exit_id, person_id) {
        exit_id -> BigInt,
        person_id -> BigInt,
        relation -> Text,
        is_head -> Bool,
        live -> Bool,
        year -> Integer,
    }
}

diesel::table! {
    courses (id) {
        id -> BigInt,
        name -> Text,
        organiser -> Text,
        unit_code -> Text,
        place -> Text,
        starts_on -> Date,
        ends_on -> Date,
        hours -> Integer,
        document -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    course_attendances (id) {
        id -> BigInt,
        course_id -> BigInt,
        person_id -> BigInt,
        certificate -> Text,
        completed_on -> Nullable<Date>,
        placement_employer -> Text,
        placement_on -> Nullable<Date>,
        revision -> BigInt,
        removed_by -> Nullable<BigInt>,
        removed_at -> Nullable<Timestamp>,
        removed_reason -> Text,
    }
}

diesel::table! {
    projects (id) {
        id -> BigInt,
        name -> Text,
        unit_code -> Text,
        division_code -> Text,
        listed_on -> Date,
        document -> Text,
        investment_fen -> BigInt,
        revision -> BigInt,
    }
}

diesel::table! {
    project_benefits (id) {
        id -> BigInt,
        project_id -> BigInt,
        person_id -> BigInt,
        kind -> Text,
        amount_fen -> BigInt,
        received_on -> Date,
        document -> Text,
        revision -> BigInt,
        removed_by -> Nullable<BigInt>,
        removed_at -> Nullable<Timestamp>,
        removed_reason -> Text,
    }
}

diesel::table! {
    programmes (id) {
        id -> BigInt,
        name -> Text,
        division_code -> Text,
        unit_code -> Text,
        year -> Integer,
        supported -> Bool,
        document -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    programme_payments (id) {
        id -> BigInt,
        programme_id -> BigInt,
        person_id -> BigInt,
        kind -> Text,
        amount_fen -> BigInt,
        paid_on -> Date,
        document -> Text,
        revision -> BigInt,
        removed_by -> Nullable<BigInt>,
        removed_at -> Nullable<Timestamp>,
        removed_reason -> Text,
    }
}

diesel::table! {
    own_businesses (id) {
        id -> BigInt,
        person_id -> BigInt,
        name -> Text,
        licence -> Text,
        licensed_on -> Date,
        support -> Text,
        support_fen -> BigInt,
        supported_on -> Date,
        revision -> BigInt,
        removed_by -> Nullable<BigInt>,
        removed_at -> Nullable<Timestamp>,
        removed_reason -> Text,
        unit_code -> Nullable<Text>,
    }
}

diesel::table! {
    non_tourism_measures (id) {
        id -> BigInt,
        person_id -> BigInt,
        kind -> Text,
        name -> Text,
        amount_fen -> BigInt,
        received_on -> Date,
        document -> Text,
        revision -> BigInt,
        removed_by -> Nullable<BigInt>,
        removed_at -> Nullable<Timestamp>,
        removed_reason -> Text,
        unit_code -> Nullable<Text>,
    }
}

diesel::table! {
    evidence_rules (id) {
        id -> BigInt,
        from_year -> Integer,
        to_year -> Nullable<Integer>,
        document -> Text,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    evidence_rule_pathways (rule_id, pathway) {
        rule_id -> BigInt,
        pathway -> Text,
        place -> Integer,
        months -> Integer,
        amount_fen -> BigInt,
    }
}

diesel::table! {
    evidence_rule_papers (rule_id, pathway, kind) {
        rule_id -> BigInt,
        pathway -> Text,
        kind -> Text,
        need -> Text,
    }
}

diesel::table! {
    attributions (id) {
        id -> BigInt,
        exit_id -> BigInt,
        unit_code -> Text,
        year -> Integer,
        month -> Integer,
        persons -> Integer,
        pathway -> Text,
        hire_id -> Nullable<BigInt>,
        payment_id -> Nullable<BigInt>,
        attendance_id -> Nullable<BigInt>,
        benefit_id -> Nullable<BigInt>,
        business_id -> Nullable<BigInt>,
        measure_id -> Nullable<BigInt>,
        stage -> Text,
        live -> Bool,
        proposed_by -> BigInt,
        proposed_at -> Timestamp,
        verified_by -> Nullable<BigInt>,
        verified_at -> Nullable<Timestamp>,
        confirmed_by -> Nullable<BigInt>,
        confirmed_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<BigInt>,
        withdrawn_at -> Nullable<Timestamp>,
        reason -> Text,
        revision -> BigInt,
        replaces -> Nullable<BigInt>,
        batch_id -> Nullable<BigInt>,
        frozen_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    announcements (id) {
        id -> BigInt,
        document -> Text,
        announced_on -> Date,
        year -> Integer,
        batch -> Text,
        unit_code -> Text,
        entered_by -> Nullable<BigInt>,
        entered_at -> Timestamp,
    }
}

diesel::table! {
    exit_changes (id) {
        id -> BigInt,
        exit_id -> BigInt,
        attribution_id -> Nullable<BigInt>,
        kind -> Text,
        on_day -> Date,
        document -> Text,
        reason -> Text,
        recorded_by -> BigInt,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    attribution_batches (id) {
        id -> BigInt,
        unit_code -> Text,
        division_code -> Text,
        made_by -> BigInt,
        made_at -> Timestamp,
        undone_by -> Nullable<BigInt>,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    income_lines (id) {
        id -> BigInt,
        year -> Integer,
        kind -> Text,
        authority -> Text,
        amount_fen -> BigInt,
        document -> Text,
    }
}

diesel::table! {
    exit_criteria (id) {
        id -> BigInt,
        from_year -> Integer,
        name -> Text,
        source -> Text,
    }
}

diesel::table! {
    exit_criteria_items (criteria_id, place) {
        criteria_id -> BigInt,
        place -> Integer,
        label -> Text,
        rule -> Text,
    }
}

diesel::table! {
    household_checks (id) {
        id -> BigInt,
        exit_id -> BigInt,
        criteria_id -> BigInt,
        income_fen -> BigInt,
        persons -> Integer,
        officer -> Text,
        officer_on -> Date,
        head_on -> Date,
        live -> Bool,
        recorded_by -> BigInt,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    household_check_results (check_id, place) {
        check_id -> BigInt,
        place -> Integer,
        met -> Bool,
    }
}

diesel::table! {
    sample_checks (id) {
        id -> BigInt,
        year -> Integer,
        unit_code -> Nullable<Text>,
        stage -> Text,
        size_each -> Nullable<Integer>,
        margin_percent -> Nullable<Integer>,
        confidence -> Text,
        seed -> Text,
        commitment -> Text,
        seeded_by -> BigInt,
        seeded_at -> Timestamp,
        drawn_by -> Nullable<BigInt>,
        drawn_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        revision -> BigInt,
    }
}

diesel::table! {
    sample_units (sample_check_id, unit_code) {
        sample_check_id -> BigInt,
        unit_code -> Text,
        population_count -> BigInt,
        population -> Text,
        population_digest -> Text,
        size -> BigInt,
    }
}

diesel::table! {
    sample_cases (id) {
        id -> BigInt,
        sample_check_id -> BigInt,
        unit_code -> Text,
        place -> Integer,
        exit_id -> BigInt,
        attribution_id -> BigInt,
        checker_id -> BigInt,
        finding -> Nullable<Text>,
        note -> Text,
        found_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    import_batches (id) {
        id -> BigInt,
        noun -> Text,
        stage -> Text,
        file_name -> Text,
        content_hash -> Text,
        layout_version -> Integer,
        given -> Text,
        report -> Text,
        unit_code -> Nullable<Text>,
        rows_count -> BigInt,
        fine_count -> BigInt,
        changes_count -> BigInt,
        known_count -> BigInt,
        duplicates_count -> BigInt,
        wrong_count -> BigInt,
        held_count -> BigInt,
        skipped_count -> BigInt,
        stored_count -> BigInt,
        made_by -> BigInt,
        made_at -> Timestamp,
        ended_by -> Nullable<BigInt>,
        ended_at -> Nullable<Timestamp>,
        revision -> BigInt,
    }
}

diesel::table! {
    import_files (batch_id) {
        batch_id -> BigInt,
        sealed -> Binary,
    }
}

diesel::table! {
    import_rows (batch_id, sheet, row_number) {
        batch_id -> BigInt,
        sheet -> Integer,
        row_number -> Integer,
        outcome -> Text,
        detail -> Nullable<Binary>,
        decision -> Nullable<Text>,
        chosen -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    import_made (batch_id, noun, record_id) {
        batch_id -> BigInt,
        noun -> Text,
        record_id -> BigInt,
        left_at -> Nullable<BigInt>,
        before -> Nullable<Binary>,
    }
}

diesel::table! {
    tally_cells (year, basis, unit_code, pathway, month) {
        unit_code -> Text,
        pathway -> Text,
        year -> Integer,
        month -> Integer,
        basis -> Text,
        persons -> BigInt,
        households -> BigInt,
    }
}

diesel::table! {
    tally_village_cells (year, basis, division_code, unit_code, pathway, month) {
        unit_code -> Text,
        division_code -> Text,
        pathway -> Text,
        year -> Integer,
        month -> Integer,
        basis -> Text,
        persons -> BigInt,
        households -> BigInt,
    }
}

diesel::table! {
    tally_days (year, basis, on_day, unit_code, pathway, month) {
        unit_code -> Text,
        pathway -> Text,
        year -> Integer,
        month -> Integer,
        basis -> Text,
        on_day -> Date,
        persons -> BigInt,
        households -> BigInt,
    }
}

diesel::table! {
    tally_events (id) {
        id -> BigInt,
        attribution_id -> Nullable<BigInt>,
        at -> Timestamp,
        unit_code -> Text,
        pathway -> Text,
        year -> Integer,
        month -> Integer,
        basis -> Text,
        persons -> BigInt,
        households -> BigInt,
        change_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    tally_revision (id) {
        id -> Integer,
        revision -> BigInt,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    published_figures (id) {
        id -> BigInt,
        authority -> Text,
        source -> Text,
        published_on -> Date,
        year -> Integer,
        unit_code -> Nullable<Text>,
        scope -> Text,
        scope_note -> Text,
        unit_of_count -> Text,
        total -> Nullable<BigInt>,
        note -> Text,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> Timestamp,
        revision -> BigInt,
    }
}

diesel::table! {
    published_figure_units (figure_id, unit_code) {
        figure_id -> BigInt,
        unit_code -> Text,
        amount -> BigInt,
    }
}

diesel::table! {
    published_figure_ratios (figure_id, place) {
        figure_id -> BigInt,
        place -> Integer,
        wording -> Text,
        numerator -> BigInt,
        denominator -> BigInt,
        thousandths -> BigInt,
        decimals -> Integer,
    }
}

diesel::table! {
    published_figure_explanations (id) {
        id -> BigInt,
        figure_id -> BigInt,
        pathway -> Nullable<Text>,
        unit_code -> Nullable<Text>,
        reason -> Text,
        amount -> BigInt,
        note -> Text,
        explained_by -> BigInt,
        explained_at -> Timestamp,
    }
}

diesel::table! {
    published_figure_closings (id) {
        id -> BigInt,
        figure_id -> BigInt,
        unexplained -> BigInt,
        note -> Text,
        closed_by -> BigInt,
        closed_at -> Timestamp,
    }
}

diesel::table! {
    published_figure_closing_lines (closing_id, part) {
        closing_id -> BigInt,
        part -> Text,
        difference -> BigInt,
        explained -> BigInt,
    }
}

diesel::table! {
    published_figure_parts (figure_id, pathway) {
        figure_id -> BigInt,
        pathway -> Text,
        amount -> BigInt,
    }
}

diesel::table! {
    target_letters (id) {
        id -> BigInt,
        year -> Integer,
        title -> Text,
        document -> Text,
        signed_on -> Date,
        tolerance -> BigInt,
        goals -> BigInt,
        note -> Text,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    targets (id) {
        id -> BigInt,
        letter_id -> BigInt,
        unit_code -> Text,
        pathway -> Nullable<Text>,
        persons -> BigInt,
        households -> Nullable<BigInt>,
    }
}

diesel::table! {
    open_releases (id) {
        id -> BigInt,
        year -> Integer,
        number -> Integer,
        made_by -> BigInt,
        made_at -> Timestamp,
        snapshot_id -> Nullable<BigInt>,
        revision -> BigInt,
        as_of -> Timestamp,
        counted -> Text,
        shown -> Text,
        digest -> Binary,
    }
}

diesel::table! {
    snapshots (id) {
        id -> BigInt,
        year -> Integer,
        revision -> Integer,
        stage -> Text,
        reason -> Text,
        proposed_by -> BigInt,
        proposed_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        cut_off -> Nullable<Timestamp>,
        rule -> Text,
        row_count -> BigInt,
        totals -> Text,
        root -> Nullable<Binary>,
    }
}

diesel::table! {
    snapshot_rows (snapshot_id, n) {
        snapshot_id -> BigInt,
        n -> BigInt,
        exit_id -> BigInt,
        body -> Text,
        leaf -> Binary,
    }
}

diesel::table! {
    attachments (id) {
        id -> BigInt,
        sha256 -> Binary,
        media_type -> Text,
        bytes -> BigInt,
        name -> Text,
        uploaded_by -> Nullable<BigInt>,
        uploaded_at -> Timestamp,
        fault -> Nullable<Text>,
        checked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    evidence_papers (id) {
        id -> BigInt,
        hire_id -> Nullable<BigInt>,
        attendance_id -> Nullable<BigInt>,
        benefit_id -> Nullable<BigInt>,
        payment_id -> Nullable<BigInt>,
        business_id -> Nullable<BigInt>,
        measure_id -> Nullable<BigInt>,
        course_id -> Nullable<BigInt>,
        project_id -> Nullable<BigInt>,
        programme_id -> Nullable<BigInt>,
        kind -> Text,
        attachment_id -> BigInt,
        added_by -> Nullable<BigInt>,
        added_at -> Timestamp,
        withdrawn_by -> Nullable<BigInt>,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_reason -> Text,
    }
}

diesel::table! {
    licences (id) {
        id -> BigInt,
        site_id -> BigInt,
        kind -> Text,
        number -> Text,
        valid_until -> Nullable<Date>,
        attachment_id -> Nullable<BigInt>,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> Timestamp,
        revision -> BigInt,
    }
}

diesel::table! {
    application_hands (application_id, user_id) {
        application_id -> BigInt,
        user_id -> BigInt,
        hand -> Text,
    }
}

diesel::table! {
    application_evidence (application_id, attachment_id) {
        application_id -> BigInt,
        attachment_id -> BigInt,
        role -> Text,
        item_code -> Text,
        round -> Nullable<Integer>,
    }
}

diesel::table! {
    completion_items (step_id, position) {
        step_id -> BigInt,
        position -> Integer,
        about -> Text,
        remedy -> Text,
    }
}

diesel::table! {
    inspections (id) {
        id -> BigInt,
        application_id -> BigInt,
        round -> Integer,
        inspected_on -> Date,
        place -> Text,
        notes -> Text,
        recorded_by -> BigInt,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    inspectors (inspection_id, position) {
        inspection_id -> BigInt,
        position -> Integer,
        user_id -> Nullable<BigInt>,
        name -> Text,
        organisation -> Text,
    }
}

diesel::table! {
    public_notices (id) {
        id -> BigInt,
        application_id -> BigInt,
        round -> Integer,
        number -> Text,
        body -> Text,
        opened_on -> Date,
        closes_on -> Date,
        opened_by -> BigInt,
        opened_at -> Timestamp,
        revision -> BigInt,
    }
}

diesel::table! {
    objections (id) {
        id -> BigInt,
        notice_id -> BigInt,
        receipt -> Text,
        form_key -> Text,
        form_digest -> Binary,
        objector_cipher -> Binary,
        text -> Text,
        attachment_id -> Nullable<BigInt>,
        filed_at -> Timestamp,
        state -> Text,
        answer -> Text,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamp>,
        revision -> BigInt,
    }
}

diesel::table! {
    approvals (application_id) {
        application_id -> BigInt,
        level -> Text,
        document -> Text,
        approved_on -> Date,
        recorded_by -> BigInt,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    certificates (id) {
        id -> BigInt,
        rating_id -> BigInt,
        number -> Text,
        check_code -> Text,
        site_name -> Text,
        kind -> Text,
        place -> Text,
        authority -> Text,
        stars -> Integer,
        valid_from -> Date,
        valid_until -> Date,
        issued_by -> Nullable<BigInt>,
        issued_at -> Timestamp,
        voided_by -> Nullable<BigInt>,
        voided_at -> Nullable<Timestamp>,
        void_reason -> Text,
    }
}

diesel::table! {
    rating_steps (id) {
        id -> BigInt,
        rating_id -> BigInt,
        step -> Text,
        from_standing -> Text,
        to_standing -> Text,
        at -> Timestamp,
        user_id -> Nullable<BigInt>,
        reason -> Text,
    }
}

diesel::table! {
    rectifications (id) {
        id -> BigInt,
        rating_id -> BigInt,
        number -> Text,
        ordered_on -> Date,
        due_on -> Date,
        ordered_by -> BigInt,
        ended_on -> Nullable<Date>,
        revision -> BigInt,
    }
}

diesel::table! {
    rectification_items (rectification_id, position) {
        rectification_id -> BigInt,
        position -> Integer,
        about -> Text,
        answer -> Text,
        attachment_id -> Nullable<BigInt>,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    corrections (id) {
        id -> BigInt,
        site_id -> BigInt,
        rating_id -> BigInt,
        field -> Text,
        was -> Text,
        becomes -> Text,
        reason -> Text,
        corrected_by -> BigInt,
        corrected_at -> Timestamp,
    }
}

diesel::joinable!(reporting_units -> divisions (code));
diesel::joinable!(users -> reporting_units (unit_code));
diesel::joinable!(users -> operators (operator_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(idempotency_keys -> users (user_id));
diesel::joinable!(audit_events -> audit_chains (chain));
diesel::joinable!(audit_events -> users (user_id));
diesel::joinable!(sites -> operators (operator_id));
diesel::joinable!(sites -> divisions (division_code));
diesel::joinable!(sites -> reporting_units (unit_code));
diesel::joinable!(sites -> users (registered_by));
diesel::joinable!(site_months -> sites (site_id));
diesel::joinable!(applications -> sites (site_id));
diesel::joinable!(applications -> sheets (sheet_id));
diesel::joinable!(applications -> reporting_units (unit_code));
diesel::joinable!(application_steps -> applications (application_id));
diesel::joinable!(application_steps -> users (user_id));
diesel::joinable!(scores -> applications (application_id));
diesel::joinable!(scores -> users (scored_by));
diesel::joinable!(decisions -> applications (application_id));
diesel::joinable!(decisions -> users (decided_by));
diesel::joinable!(ratings -> sites (site_id));
diesel::joinable!(ratings -> applications (application_id));
diesel::joinable!(households -> divisions (division_code));
diesel::joinable!(households -> reporting_units (unit_code));
diesel::joinable!(household_helpers -> households (household_id));
diesel::joinable!(household_changes -> households (household_id));
diesel::joinable!(household_changes -> persons (person_id));
diesel::joinable!(household_changes -> users (changed_by));
diesel::joinable!(memberships -> households (household_id));
diesel::joinable!(memberships -> persons (person_id));
diesel::joinable!(hires -> sites (site_id));
diesel::joinable!(hires -> reporting_units (unit_code));
diesel::joinable!(hires -> persons (person_id));
diesel::joinable!(wage_months -> hires (hire_id));
diesel::joinable!(wage_months -> users (confirmed_by));
diesel::joinable!(wage_corrections -> hires (hire_id));
diesel::joinable!(wage_corrections -> users (corrected_by));
diesel::joinable!(exits -> households (household_id));
diesel::joinable!(exits -> divisions (division_code));
diesel::joinable!(exits -> reporting_units (unit_code));
diesel::joinable!(exit_members -> exits (exit_id));
diesel::joinable!(exit_members -> persons (person_id));
diesel::joinable!(courses -> reporting_units (unit_code));
diesel::joinable!(course_attendances -> courses (course_id));
diesel::joinable!(course_attendances -> persons (person_id));
diesel::joinable!(projects -> reporting_units (unit_code));
diesel::joinable!(projects -> divisions (division_code));
diesel::joinable!(project_benefits -> projects (project_id));
diesel::joinable!(project_benefits -> persons (person_id));
diesel::joinable!(programmes -> divisions (division_code));
diesel::joinable!(programmes -> reporting_units (unit_code));
diesel::joinable!(programme_payments -> programmes (programme_id));
diesel::joinable!(programme_payments -> persons (person_id));
diesel::joinable!(own_businesses -> persons (person_id));
diesel::joinable!(non_tourism_measures -> persons (person_id));
diesel::joinable!(attributions -> exits (exit_id));
diesel::joinable!(attributions -> reporting_units (unit_code));
diesel::joinable!(attributions -> hires (hire_id));
diesel::joinable!(attributions -> programme_payments (payment_id));
diesel::joinable!(attributions -> course_attendances (attendance_id));
diesel::joinable!(attributions -> project_benefits (benefit_id));
diesel::joinable!(attributions -> own_businesses (business_id));
diesel::joinable!(attributions -> non_tourism_measures (measure_id));
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    attributions::unit_code,
    exits::division_code,
    attributions::pathway,
    attributions::year,
    attributions::month,
    attributions::stage,
);
diesel::joinable!(tally_cells -> reporting_units (unit_code));
diesel::joinable!(tally_village_cells -> reporting_units (unit_code));
diesel::joinable!(tally_village_cells -> divisions (division_code));
diesel::joinable!(tally_days -> reporting_units (unit_code));
diesel::joinable!(tally_events -> attributions (attribution_id));
diesel::joinable!(tally_events -> reporting_units (unit_code));
diesel::joinable!(exits -> announcements (announcement_id));
diesel::joinable!(announcements -> reporting_units (unit_code));
diesel::joinable!(exit_changes -> exits (exit_id));
diesel::joinable!(tally_events -> exit_changes (change_id));
diesel::joinable!(attributions -> attribution_batches (batch_id));
diesel::joinable!(attribution_batches -> divisions (division_code));
diesel::joinable!(household_checks -> exits (exit_id));
diesel::joinable!(household_checks -> exit_criteria (criteria_id));
diesel::joinable!(published_figures -> reporting_units (unit_code));
diesel::joinable!(published_figures -> users (recorded_by));
diesel::joinable!(target_letters -> users (recorded_by));
diesel::joinable!(targets -> target_letters (letter_id));
diesel::joinable!(targets -> reporting_units (unit_code));
diesel::joinable!(published_figure_units -> published_figures (figure_id));
diesel::joinable!(published_figure_units -> reporting_units (unit_code));
diesel::joinable!(published_figure_ratios -> published_figures (figure_id));
diesel::joinable!(published_figure_explanations -> published_figures (figure_id));
diesel::joinable!(published_figure_explanations -> users (explained_by));
diesel::joinable!(published_figure_closings -> published_figures (figure_id));
diesel::joinable!(published_figure_closings -> users (closed_by));
diesel::joinable!(published_figure_closing_lines -> published_figure_closings (closing_id));
diesel::joinable!(published_figure_parts -> published_figures (figure_id));

diesel::joinable!(snapshot_rows -> snapshots (snapshot_id));
diesel::joinable!(snapshot_rows -> exits (exit_id));
diesel::joinable!(attachments -> users (uploaded_by));
diesel::joinable!(evidence_papers -> attachments (attachment_id));
diesel::joinable!(evidence_papers -> hires (hire_id));
diesel::joinable!(evidence_papers -> course_attendances (attendance_id));
diesel::joinable!(evidence_papers -> project_benefits (benefit_id));
diesel::joinable!(evidence_papers -> programme_payments (payment_id));
diesel::joinable!(evidence_papers -> own_businesses (business_id));
diesel::joinable!(evidence_papers -> non_tourism_measures (measure_id));
diesel::joinable!(evidence_papers -> courses (course_id));
diesel::joinable!(evidence_papers -> projects (project_id));
diesel::joinable!(evidence_papers -> programmes (programme_id));
diesel::joinable!(own_businesses -> reporting_units (unit_code));
diesel::joinable!(non_tourism_measures -> reporting_units (unit_code));
diesel::joinable!(licences -> sites (site_id));
diesel::joinable!(licences -> attachments (attachment_id));
diesel::joinable!(licences -> users (recorded_by));
diesel::joinable!(application_hands -> applications (application_id));
diesel::joinable!(application_hands -> users (user_id));
diesel::joinable!(application_evidence -> applications (application_id));
diesel::joinable!(application_evidence -> attachments (attachment_id));
diesel::joinable!(completion_items -> application_steps (step_id));
diesel::joinable!(inspections -> applications (application_id));
diesel::joinable!(inspections -> users (recorded_by));
diesel::joinable!(inspectors -> inspections (inspection_id));
diesel::joinable!(inspectors -> users (user_id));
diesel::joinable!(public_notices -> applications (application_id));
diesel::joinable!(public_notices -> users (opened_by));
diesel::joinable!(objections -> public_notices (notice_id));
diesel::joinable!(objections -> attachments (attachment_id));
diesel::joinable!(objections -> users (answered_by));
diesel::joinable!(approvals -> applications (application_id));
diesel::joinable!(approvals -> users (recorded_by));
diesel::joinable!(certificates -> ratings (rating_id));
diesel::joinable!(rating_steps -> ratings (rating_id));
diesel::joinable!(rating_steps -> users (user_id));
diesel::joinable!(rectifications -> ratings (rating_id));
diesel::joinable!(rectifications -> users (ordered_by));
diesel::joinable!(rectification_items -> rectifications (rectification_id));
diesel::joinable!(rectification_items -> attachments (attachment_id));
diesel::joinable!(rectification_items -> users (answered_by));
diesel::joinable!(evidence_rules -> users (recorded_by));
diesel::joinable!(corrections -> sites (site_id));
diesel::joinable!(corrections -> users (corrected_by));

diesel::allow_tables_to_appear_in_same_query!(
    divisions,
    reporting_units,
    operators,
    users,
    sessions,
    installation,
    idempotency_keys,
    audit_chains,
    audit_events,
    sites,
    site_months,
    sheets,
    holidays,
    applications,
    application_steps,
    scores,
    decisions,
    ratings,
    number_series,
    attachments,
    evidence_papers,
    licences,
    application_hands,
    application_evidence,
    completion_items,
    inspections,
    inspectors,
    public_notices,
    objections,
    approvals,
    certificates,
    rating_steps,
    rectifications,
    rectification_items,
    corrections,
    households,
    household_helpers,
    household_changes,
    persons,
    memberships,
    hires,
    wage_months,
    wage_corrections,
    announcements,
    exit_changes,
    attribution_batches,
    income_lines,
    exit_criteria,
    exit_criteria_items,
    household_checks,
    household_check_results,
    sample_checks,
    sample_units,
    sample_cases,
    import_batches,
    import_files,
    import_rows,
    import_made,
    exits,
    exit_members,
    courses,
    course_attendances,
    projects,
    project_benefits,
    programmes,
    programme_payments,
    own_businesses,
    non_tourism_measures,
    evidence_rules,
    evidence_rule_pathways,
    evidence_rule_papers,
    attributions,
    tally_cells,
    tally_village_cells,
    tally_days,
    tally_events,
    tally_revision,
    published_figures,
    published_figure_parts,
    published_figure_units,
    published_figure_ratios,
    published_figure_explanations,
    published_figure_closings,
    published_figure_closing_lines,
    target_letters,
    targets,
    open_releases,
    snapshots,
    snapshot_rows,
);
