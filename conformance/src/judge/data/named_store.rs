//! What the manifest names as the store of a client, with `store`: of it alone strict questions are asked.

use crate::{
    client::manifest::Keeps,
    evidence::Container,
    judge::Bench,
    play::{
        kit_world::{document::KitDocument, witness},
        played::PlayedRun,
    },
};

/// The containers of the store after a run; none where the manifest names no store.
pub(super) fn containers<'a>(
    bench: &'a Bench<'_>,
    run: &'a PlayedRun,
) -> impl Iterator<Item = &'a Container> {
    let store = &bench.operation.store;
    let containers = run.kept.containers.iter();
    containers.filter(|container| store.holds(&container.place))
}

/// Why nothing can be said of a store that the manifest names.
pub(super) fn missing(bench: &Bench<'_>, run: &PlayedRun) -> Option<String> {
    let store = &bench.operation.store;
    (!store.is_unknown() && containers(bench, run).next().is_none()).then(|| {
        format!(
            "nothing was found that the manifest names with store = [{}]",
            store.written()
        )
    })
}

/// Whether a document is kept: in the store, where the manifest names one that grows; else anywhere.
pub(super) fn has_kept(bench: &Bench<'_>, run: &PlayedRun, document: &KitDocument) -> bool {
    let is_strict =
        bench.operation.keeps == Some(Keeps::Merged) && !bench.operation.store.is_unknown();
    if !is_strict || !run.has_kept(document) {
        return run.has_kept(document);
    }
    let mut values = containers(bench, run).flat_map(|container| {
        let records = container.records.iter();
        records.flat_map(|record| record.values())
    });
    values.any(|value| {
        let mut found = witness::within(value);
        found.any(|found| document.main_row().any(|witness| witness == found))
    })
}
