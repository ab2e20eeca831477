use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tracing::{error, info, warn};

use super::Host;
use crate::catalog::{Change, Folder, Prepared, Reload, Watch, read_stable};
use crate::diagnostic::{Diagnostic, render};
use crate::program::Program;
use crate::source::Sources;

/// Keeps the catalog in step with the flows' folder.
pub struct Reloader {
    host: Arc<Host>,
    dir: PathBuf,
    /// Our numbers to flow names: a change that leaves one without its flow is told.
    numbers: BTreeMap<String, String>,
    /// Begun before the first look, so that no change after that look goes unseen.
    watch: Watch,
    /// How often to look even where no event came.
    rescan: Duration,
}

/// What a look at the folder came to.
pub enum Loaded {
    Unchanged,
    Live(Change, Box<Prepared>),
    /// What is live stays live.
    Broken(Vec<Diagnostic>, Sources),
    /// The folder or the store could not be used, or there is no flow; what is live stays live.
    Failed(String),
}

impl Reloader {
    pub fn new(host: Arc<Host>, dir: PathBuf, rescan: Duration) -> Self {
        let watch = Watch::new(&dir);
        Self { host, dir, numbers: BTreeMap::new(), watch, rescan }
    }

    /// The same, to serve these numbers.
    #[must_use]
    pub fn serving(self, numbers: BTreeMap<String, String>) -> Self {
        Self { numbers, ..self }
    }

    /// Looks once, and puts live what is sound.
    pub async fn look(&self) -> Loaded {
        let (host, dir) = (Arc::clone(&self.host), self.dir.clone());
        let work = move || match Folder::read(&dir) {
            Ok(folder) if host.catalog.has_seen(&folder) => Ok(Reload::Unchanged),
            _ => read_stable(&dir).map(|folder| host.catalog.prepare(&folder)),
        };
        let reload = match tokio::task::spawn_blocking(work).await {
            Ok(Ok(reload)) => reload,
            Ok(Err(error)) => return self.failed(error.to_string()),
            Err(panic) => return self.failed(format!("the check of the flows failed: {panic}")),
        };
        match reload {
            Reload::Unchanged => Loaded::Unchanged,
            Reload::Empty => self.failed(format!("there is no `.flow` file in `{}`", self.dir.display())),
            Reload::Broken { problems, sources } => {
                self.host.catalog.set_trouble(problems.iter().map(|p| render::line(p, &sources)).collect());
                Loaded::Broken(problems, sources)
            }
            Reload::Ready(prepared) => match self.host.keep(&prepared, &self.folder()).await {
                Ok(()) => Loaded::Live(self.host.catalog.activate(&prepared), prepared),
                Err(error) => self.failed(format!("the flows could not be kept in the store: {error}")),
            },
        }
    }

    /// What the store knows the folder by: its whole name, with links as they are written.
    fn folder(&self) -> String {
        std::path::absolute(&self.dir).unwrap_or_else(|_| self.dir.clone()).to_string_lossy().into_owned()
    }

    /// Puts live what was live when the store was last used, for a start over a folder that is broken now. The flows of
    /// another folder are never what is meant.
    pub async fn fall_back(&self) -> Vec<Arc<Program>> {
        match self.host.kept_live(&self.folder()).await {
            Ok(programs) => {
                self.host.catalog.restore(programs.clone());
                programs
            }
            Err(error) => {
                warn!("the flows that were live before cannot be read: {error}");
                Vec::new()
            }
        }
    }

    /// Follows the folder until the task is dropped.
    pub async fn follow(mut self) {
        if let Some(trouble) = &self.watch.trouble {
            warn!("`{}` cannot be watched ({trouble}); it is read every {:?}", self.dir.display(), self.rescan);
        }
        loop {
            if tokio::time::timeout(self.rescan, self.watch.changed()).await.is_err() {
                // No event for long: the folder itself may have been replaced, and the old one is watched in vain.
                self.watch = Watch::new(&self.dir);
            }
            self.log(self.look().await);
        }
    }

    fn log(&self, loaded: Loaded) {
        match loaded {
            Loaded::Unchanged => {}
            Loaded::Failed(why) => error!("flows not reloaded, the last good ones go on: {why}"),
            Loaded::Broken(problems, sources) => {
                error!("flows not reloaded, the last good ones go on: {}", render::summary(&problems));
                for problem in &problems {
                    error!("{}", render::line(problem, &sources));
                }
            }
            Loaded::Live(change, prepared) => {
                for problem in &prepared.problems {
                    warn!("{}", render::line(problem, &prepared.sources));
                }
                for (name, digest) in &change.removed {
                    let (version, kept_until) = (digest.short(), self.host.kept_until(digest));
                    let text = "flow removed: its sessions go on to their end, new ones get 404";
                    warn!(flow = name, version, kept_until, "{text}");
                }
                for line in self.host.catalog.unserved(&self.numbers) {
                    warn!("{line}");
                }
                let names = |names: &[String]| names.join(", ");
                info!(new = names(&change.new), changed = names(&change.changed), "flows reloaded");
            }
        }
    }

    fn failed(&self, why: String) -> Loaded {
        self.host.catalog.failed(&why);
        Loaded::Failed(why)
    }
}
