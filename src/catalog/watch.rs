use std::path::Path;

use notify::{RecursiveMode, Watcher as _};
use tokio::sync::mpsc;

/// Tells when something in a folder may have changed. What changed is found by reading the folder again: events
/// differ between file systems, and some send none, which is why the host also looks from time to time.
pub struct Watch {
    _watcher: Option<notify::RecommendedWatcher>,
    /// Why events will not come, where they will not.
    pub trouble: Option<String>,
    events: mpsc::Receiver<()>,
    /// Kept so that `changed` waits for ever where there is no watcher.
    _sender: mpsc::Sender<()>,
}

impl Watch {
    /// Watches the folder itself, not its files: files that are replaced by a rename would be lost.
    pub fn new(dir: &Path) -> Self {
        // One pending event is enough: any event means "read again".
        let (sender, events) = mpsc::channel(1);
        let notice = sender.clone();
        let made = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.map_or(true, |e| !e.kind.is_access()) {
                // A full channel holds an event that nobody has seen yet.
                let _ = notice.try_send(());
            }
        });
        let watched = made.and_then(|mut watcher| {
            watcher.watch(dir, RecursiveMode::NonRecursive)?;
            Ok(watcher)
        });
        let (watcher, trouble) = match watched {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self { _watcher: watcher, trouble, events, _sender: sender }
    }

    /// Ready when something may have changed since the last call.
    pub async fn changed(&mut self) {
        let _ = self.events.recv().await;
    }
}
