//! Answers within a row that is kept: none of those the client keeps at all may be lacking.

use super::{places::Homes, unread};
use crate::{
    judge::{Bench, ended::how_it_ended, finding::Finding},
    play::{
        kit_world::document::{KitDocument, KitRow},
        played::PlayedRun,
    },
};

/// Every answer to a question that the client keeps is there, in every row that was sent; or the run
/// fails.
pub(in crate::judge) fn are_whole(bench: &Bench<'_>) -> Finding {
    let runs = &bench.played.runs;
    let mut undecided = None;
    let mut looked_at = false;
    for (index, run) in runs.iter().enumerate() {
        if bench.says_it_failed(run) {
            undecided.get_or_insert_with(|| how_it_ended(run));
            continue;
        }
        for document in run.to_send() {
            for row in &document.rows {
                for (question, witness) in &row.witnesses {
                    if !bench.learned.keeps_question(&row.table, question) {
                        continue;
                    }
                    looked_at = true;
                    if runs[..=index].iter().any(|run| run.found.holds(witness)) {
                        continue;
                    }
                    let what = lacking(run, document, row, question, witness);
                    match unread(&runs[..=index]) {
                        None => return Finding::broken(index, what),
                        Some(unread) => {
                            undecided.get_or_insert(format!("{what}, and {unread}"));
                        }
                    }
                }
            }
        }
    }
    match undecided {
        Some(why) => Finding::Undecided(why),
        None if looked_at => Finding::Met,
        None => Finding::undecided("the client keeps no question of which anything is known"),
    }
}

fn lacking(
    run: &PlayedRun,
    document: &KitDocument,
    row: &KitRow,
    question: &str,
    witness: &str,
) -> String {
    let homes = Homes::of(run);
    let records = run.kept.containers.iter().flat_map(|container| {
        let records = container.records.iter();
        records.map(move |record| (container, record))
    });
    let beside = records.into_iter().find(|(_, record)| {
        let mut homes = homes.of_record(record);
        homes.any(|home| home.is_of(document) && std::ptr::eq(home.content(), row))
    });
    let place = match beside {
        Some((container, _)) => format!("its record in {} lacks it", container.place),
        None => "its row is nowhere".to_owned(),
    };
    format!(
        "the answer {witness} to {question} in {} was not found: {place}",
        document.label()
    )
}
