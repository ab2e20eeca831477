//! Flows that change under live traffic: a session never changes its version, and only whole files go live.
//!
//! `SAVES` sets how many truncating saves; CI takes 10,000.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use flowtone::catalog::Catalog;
use flowtone::host::{Host, Loaded, Reloader};
use flowtone::store::memory::Memory;
use flowtone::store::sled::{self, Options};
use flowtone::store::{Durability, Store};

use crate::support::phone::{Call, OURS, Service, TestWorld};
use crate::support::server::Server;

/// A sound flow that says its version in its first and last words.
fn flow(version: usize) -> String {
    format!(
        "// begin {version}\nlanguage en-US\ndefaults {{\n  timeout 5s\n  nomatch \"What?\"\n  tries   9 -> bye\n}}\n\
         on call -> welcome\nmenu welcome \"Words {version}.\" {{\n  1 \"One\" -> bye\n}}\n\
         step bye {{\n  say \"Goodbye {version}.\"\n  end\n}}\n// end {version}\n"
    )
}

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn store(dir: &Path) -> Arc<dyn Store> {
    let options = Options { durability: Durability::Power, cache: 64 << 20 };
    Arc::new(sled::open(dir, options).expect("a store"))
}

/// Goes on with a call where it stands, with a phone that knows only its number and its newest action.
async fn press(service: &Service, session: &(u32, usize, u32), digits: &str) -> String {
    let (number, _, turn) = session;
    let mut call = Call::new(service, "support", *number);
    call.webhook(&format!("/voice/support/{turn}"), &[("CallStatus", "in-progress"), ("Digits", digits)]).await
}

#[tokio::test]
async fn a_thousand_sessions_keep_their_versions_over_a_hundred_reloads_and_a_restart() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut service = Service::over(store(dir.path()), &[("support", &flow(0))]).await;
    let mut random = Random(7);
    let mut live = 0;
    // Number, version, newest turn.
    let mut sessions: Vec<(u32, usize, u32)> = Vec::new();
    for reload in 1..=100 {
        for _ in 0..10 {
            let number = u32::try_from(sessions.len()).expect("few") + 1;
            let first = Call::new(&service, "support", number).begin().await;
            assert!(first.contains(&format!("Words {live}.")), "{first}");
            sessions.push((number, live, 1));
        }
        if reload % 5 == 0 {
            service.save(&[("support", &flow(reload).replace("-> welcome", "-> nowhere"))]).await.expect_err("broken");
        } else {
            service.save(&[("support", &flow(reload))]).await.expect("sound");
            live = reload;
        }
        if reload == 50 {
            service.host.store().close().await.expect("closed");
            drop(service);
            service = Service::over(store(dir.path()), &[("support", &flow(live))]).await;
        }
        for _ in 0..5 {
            let at = usize::try_from(random.below(sessions.len() as u64)).expect("few");
            let session = &mut sessions[at];
            if session.2 < 6 {
                let again = press(&service, session, "9").await;
                assert!(again.contains(&format!("Words {}.", session.1)), "{session:?}: {again}");
                session.2 += 1;
            }
        }
    }
    for session in &sessions {
        let last = press(&service, session, "1").await;
        assert!(last.contains(&format!("Goodbye {}.", session.1)), "{session:?}: {last}");
    }
}

/// A call begins and ends in a flow that another uses: when both have changed, it still ends as it was to.
#[tokio::test]
async fn a_session_keeps_the_version_of_what_its_flow_uses_over_a_reload_and_a_restart() {
    let dir = tempfile::tempdir().expect("a folder");
    let used = |words: &str| format!("step bye {{\n  say \"{words}\"\n  end\n}}\n");
    let user = flow(1).replace("language en-US", "language en-US\nuse \"closing\"").replace("-> bye", "-> closing.bye");
    let user = user.split("step bye").next().expect("a part").to_owned();
    let service = Service::over(store(dir.path()), &[("support", &user), ("closing", &used("So long."))]).await;
    for number in [1, 2] {
        let first = Call::new(&service, "support", number).begin().await;
        assert!(first.contains("Words 1."), "{first}");
    }
    service.save(&[("support", &user), ("closing", &used("Take care."))]).await.expect("sound");
    assert!(press(&service, &(1, 1, 1), "1").await.contains("So long."));
    Call::new(&service, "support", 3).begin().await;
    assert!(press(&service, &(3, 1, 1), "1").await.contains("Take care."), "a new call takes the new version");
    service.host.store().close().await.expect("closed");
    drop(service);
    let service = Service::over(store(dir.path()), &[("support", &user), ("closing", &used("Cheers."))]).await;
    assert!(press(&service, &(2, 1, 1), "1").await.contains("So long."), "kept in the store with its flow");
}

/// Truncates the file and writes it anew in chunks, as editors and `cp` do, with pauses.
fn save_in_chunks(path: &Path, text: &str, random: &mut Random) {
    let mut file = fs::File::create(path).expect("a file");
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let size = usize::try_from(1 + random.below(200)).expect("small").min(rest.len());
        file.write_all(&rest[..size]).expect("written");
        rest = &rest[size..];
        if random.below(50) == 0 {
            std::thread::sleep(Duration::from_millis(random.below(40)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_whole_files_go_live_while_one_is_saved_again_and_again() {
    let saves: usize = std::env::var("SAVES").map_or(200, |n| n.parse().expect("SAVES is a number"));
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("support.flow");
    fs::write(&path, flow(0)).expect("a file");
    let catalog = Arc::new(Catalog::new());
    let world = Arc::new(TestWorld::default());
    let host = Arc::new(Host::new(Arc::new(Memory::new()), catalog, world, Duration::from_secs(5)));
    let reloader = Reloader::new(host, dir.path().to_path_buf(), Duration::from_secs(1));
    let done = Arc::new(AtomicBool::new(false));
    let writer = {
        let done = Arc::clone(&done);
        std::thread::spawn(move || {
            let mut random = Random(11);
            for version in 1..=saves {
                save_in_chunks(&path, &flow(version), &mut random);
                // Now and then the file rests long enough to be taken.
                if version % 25 == 0 {
                    std::thread::sleep(Duration::from_millis(100 + random.below(300)));
                }
            }
            done.store(true, Ordering::Relaxed);
        })
    };
    let (mut taken, mut last) = (0, String::new());
    loop {
        let over = done.load(Ordering::Relaxed);
        if let Loaded::Live(_, prepared) = reloader.look().await {
            let text = &prepared.sources.iter().next().expect("a flow").1.text;
            let number =
                |mark: &str| text.split_once(mark).map(|(_, rest)| rest.lines().next().unwrap_or("").to_owned());
            assert_eq!(number("// begin "), number("// end "), "half a file went live:\n{text}");
            taken += 1;
            last = number("// end ").expect("a mark");
        }
        if over {
            break;
        }
    }
    writer.join().expect("no panic");
    assert_eq!(last, saves.to_string(), "the last save is live in the end");
    assert!(taken > 1, "some saves went live while others followed");
}

/// What a caller of a running server hears first.
fn hears(server: &Server, number: u32) -> String {
    let sid = format!("CA{number:032x}");
    let form = [
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("CallSid", sid.as_str()),
        ("From", "+15550100001"),
        ("To", OURS),
    ];
    server.client().post("/voice/support", &form).expect("an answer").1
}

#[test]
fn every_way_of_saving_is_taken_and_an_empty_folder_is_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let flows = dir.path().join("flows");
    fs::create_dir(&flows).expect("a folder");
    let file = flows.join("support.flow");
    fs::write(&file, flow(0)).expect("a file");
    let server = Server::start(dir.path(), &[]);
    let mut version = 0;
    let mut taken = |what: &str, save: &dyn Fn(&str)| {
        version += 1;
        save(&flow(version));
        server.wait_for("flows reloaded");
        let heard = hears(&server, u32::try_from(version).expect("few"));
        assert!(heard.contains(&format!("Words {version}.")), "{what}: {heard}");
    };
    taken("written over", &|text| fs::write(&file, text).expect("written"));
    taken("renamed over", &|text| {
        fs::write(flows.join(".support.flow.swp"), text).expect("written");
        fs::rename(flows.join(".support.flow.swp"), &file).expect("renamed");
    });
    taken("a backup kept, a new file made", &|text| {
        fs::rename(&file, flows.join("support.flow~")).expect("renamed");
        fs::write(&file, text).expect("written");
    });
    taken("removed and made anew", &|text| {
        fs::remove_file(&file).expect("removed");
        fs::write(&file, text).expect("written");
    });
    // As a ConfigMap is mounted: the file is a link through a link that is swapped.
    let link = |target: &str, name: &Path| std::os::unix::fs::symlink(target, name).expect("a link");
    let swap = |text: &str, folder: &str| {
        fs::create_dir(flows.join(folder)).expect("a folder");
        fs::write(flows.join(folder).join("support.flow"), text).expect("written");
        link(folder, &flows.join("..data_tmp"));
        fs::rename(flows.join("..data_tmp"), flows.join("..data")).expect("swapped");
    };
    taken("turned into a link", &|text| {
        swap(text, "..1");
        fs::remove_file(&file).expect("removed");
        link("..data/support.flow", &file);
    });
    taken("the link behind it swapped", &|text| swap(text, "..2"));

    fs::remove_file(&file).expect("removed");
    server.wait_for("no `.flow` file");
    assert!(hears(&server, 100).contains("Words 6."), "an empty folder replaces nothing");
    assert_eq!(server.admin("/readyz").0, 503);
}
