//! What a custom export shows: chosen tables and columns, their titles, hidden values.

use super::*;

#[test]
fn columns_stand_as_chosen_under_their_titles() {
    let export = visits(
        r##"
        columns = [
            { path = "form.head.name", title = "Head" },
            { path = "_id" },
            { path = "form.village", title = "Village" },
            { path = "form.village", title = "Village" },
            { path = "form.never_asked", title = "Nothing" },
            { path = "id", title = "Row" },
        ]
        "##,
    );
    assert_eq!(
        shown(&mut households(), &export),
        [(
            "#".to_owned(),
            ["Head", "_id", "Village", "Village1", "Nothing", "Row"]
                .map(str::to_owned)
                .to_vec(),
            vec![
                vec![
                    "Asha".into(),
                    "a".into(),
                    "Rampur".into(),
                    "Rampur".into(),
                    Cell::Missing,
                    "0".into()
                ],
                vec![
                    Cell::Missing,
                    "b".into(),
                    "Sonpur".into(),
                    "Sonpur".into(),
                    Cell::Missing,
                    "1".into()
                ],
            ],
        )]
    );
}

#[test]
fn repeats_come_where_they_are_chosen_with_points_in_names_and_ids() {
    let export = visits(
        r##"
        [[table]]
        path = "#.form.child.#"
        columns = [{ path = "name" }, { path = "id", title = "Question" }, { path = "id__0" }, { path = "id__1" }]
        [[table]]
        path = "#.form.dose.#"
        title = "Doses"
        columns = [{ path = "vaccine" }]
        "##,
    );
    let shown = shown(&mut households(), &export);
    let row = |name: &str, id: &str, n: [i64; 2]| {
        vec![name.into(), id.into(), Cell::Int(n[0]), Cell::Int(n[1])]
    };
    assert_eq!(shown[0].0, "#.form.child.#");
    assert_eq!(
        shown[0].2,
        [
            row("Ravi", "7", [0, 0]),
            row("Mina", "8", [0, 1]),
            row("Tara", "9", [1, 0])
        ]
    );
    // A repeat nobody ever gave is there all the same.
    assert_eq!(
        shown[1],
        ("Doses".to_owned(), vec!["vaccine".to_owned()], vec![])
    );
    assert_eq!(shown.len(), 2, "the root table was not chosen");

    let numbers = visits(
        "table = [{ path = '#.#export_tag.#', columns = [{ path = 'id' }, { path = '' }] }]",
    );
    let shown = self::shown(&mut households(), &numbers);
    assert_eq!(shown[0].2[1], ["0.1".into(), "xmlns".into()]);
}

#[test]
fn titles_are_cut_and_kept_apart() {
    let export = visits(
        "columns = [{ path = '_id', title = 'first village' }, { path = 'form.village', title = 'last village' }]",
    );
    let mut space = households();
    let rows = data(&mut space, &export, &CustomAsk::default()).rows;
    assert_eq!(
        tables_of(&export, rows, 7).headers(0),
        ["village", "illage1"]
    );
}

#[test]
fn de_identified_columns_hide_values_and_keep_what_counts() {
    let export = visits(
        r##"columns = [
            { path = "form.meta.userID", de-identify = "id" },
            { path = "form.born", de-identify = "date" },
            { path = "form.village", de-identify = "date" },
            { path = "form.born", title = "plain" },
        ]"##,
    );
    let mut space = empty(Choices::default());
    for (id, born) in [("a", "2014-01-05"), ("b", "2014-01-25")] {
        visit(&mut space, id, json!({"born": born, "village": "Rampur"}));
    }
    visit(&mut space, "c", json!({"born": ""}));
    let rows = shown(&mut space, &export).remove(0).2;
    let text = |row: usize, column: usize| match &rows[row][column] {
        Cell::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(text(0, 0), text(1, 0), "the same id stays the same");
    assert!(text(0, 0).len() == 32 && text(0, 0) != "u1");
    let day = |row| text(row, 1).parse::<jiff::civil::Date>().unwrap();
    assert_eq!(day(1).since(day(0)).unwrap().get_days(), 20);
    assert!(day(0) < date(2014, 1, 5));
    assert_eq!(
        (text(0, 2), text(0, 3)),
        (String::new(), "2014-01-05".to_owned())
    );
    assert_eq!((&rows[2][1], &rows[2][2]), (&"".into(), &Cell::Missing));
}
