use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Host;
use crate::catalog::Prepared;
use crate::check;
use crate::program::{Digest, Program};
use crate::source::Sources;
use crate::store::{Record, StoreError};

/// The thread that keeps which versions are live, a turn for each change. No thread of a flow has this name: theirs
/// have a `/`.
const LIVE: &str = "live";

/// Which versions are live, and the folder that they came from.
#[derive(Debug, Serialize, Deserialize)]
struct Live {
    folder: String,
    flows: Vec<Digest>,
}

/// A version's texts as the store keeps them: enough to compile it again.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    name: String,
    text: String,
    /// The names and texts of the flows that it uses, and of translations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    beside: Vec<(String, String)>,
}

impl Host {
    /// Keeps the texts of all programs by digest, and which of them are live out of which folder. To be done before
    /// they go live: a session may begin on them at once, and must find them after a restart.
    pub async fn keep(&self, prepared: &Prepared, folder: &str) -> Result<(), StoreError> {
        let _changing = self.life.changing().await;
        let mut live = Live { folder: folder.to_owned(), flows: Vec::new() };
        for program in &prepared.programs {
            let files = program.files.iter().filter_map(|id| prepared.sources.get(*id));
            let mut texts = files.map(|file| (file.base().to_owned(), file.text.clone()));
            let Some((name, text)) = texts.next() else { continue };
            let kept = Kept { name, text, beside: texts.collect() };
            let bytes = serde_json::to_vec(&kept).unwrap_or_default();
            self.keep_for_now(&program.digest).await?;
            self.store.keep_program(&program.digest.0, bytes).await?;
            live.flows.push(program.digest.clone());
        }
        let newest = self.store.newest(LIVE).await?;
        let reply = serde_json::to_vec(&live).unwrap_or_default();
        if newest.as_ref().is_some_and(|record| record.reply == reply) {
            return Ok(());
        }
        let version = newest.map_or(0, |record| record.version) + 1;
        let at_ms = self.world.now_ms();
        let record = Record {
            version,
            at_ms,
            dedupe: String::new(),
            session: Vec::new(),
            reply,
            log: Vec::new(),
            due: Vec::new(),
            facts: Vec::new(),
        };
        self.store.commit(LIVE, record).await?;
        // Nobody asks what was live before.
        self.store.forget(LIVE, at_ms).await.map(drop)
    }

    /// The programs that were live out of this folder when the store was last used; empty where there are none.
    pub async fn kept_live(&self, folder: &str) -> Result<Vec<Arc<Program>>, StoreError> {
        let Some(record) = self.store.newest(LIVE).await? else { return Ok(Vec::new()) };
        let live: Live = serde_json::from_slice(&record.reply)
            .map_err(|e| StoreError::Corrupt(format!("the list of live flows cannot be read: {e}")))?;
        let mut programs = Vec::new();
        for digest in live.flows.iter().filter(|_| live.folder == folder) {
            programs.extend(self.program(digest).await?);
        }
        Ok(programs)
    }

    /// A version of a flow, compiled from the store where it is not in memory any more.
    pub async fn program(&self, digest: &Digest) -> Result<Option<Arc<Program>>, StoreError> {
        if let Some(program) = self.catalog.known(digest) {
            return Ok(Some(program));
        }
        let Some(bytes) = self.store.program(&digest.0).await? else { return Ok(None) };
        let kept: Kept = serde_json::from_slice(&bytes)
            .map_err(|e| StoreError::Corrupt(format!("version {} of a flow cannot be read: {e}", digest.short())))?;
        let mut sources = Sources::new();
        sources.add(kept.name, kept.text);
        for (name, text) in kept.beside {
            sources.add(name, text);
        }
        let program = check::check(&sources).programs.into_iter().find(|program| program.digest == *digest);
        if let Some(program) = &program {
            self.catalog.remember(Arc::clone(program));
        }
        Ok(program)
    }
}
