//! The program as a process: it starts, follows its folder, drains, and says plainly why it does not start.

use std::fs;
use std::path::Path;

use crate::support::phone::{OURS, action};
use crate::support::server::{Client, Server};

const FLOW: &str = r#"language en-US
defaults {
  timeout 5s
  nomatch "What?"
  tries   3 -> bye
}
on call -> welcome
menu welcome "Old words." {
  1 "One" -> bye
}
step bye {
  say "Old goodbye."
  end
}
"#;

pub fn project(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("flows")).expect("a folder");
    save(dir.path(), text);
    dir
}

fn save(dir: &Path, text: &str) {
    fs::write(dir.join("flows/support.flow"), text).expect("a file");
}

pub fn call(client: &mut Client, path: &str, number: u32, digits: Option<&str>) -> String {
    let sid = format!("CA{number:032x}");
    let mut form = vec![
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("CallSid", sid.as_str()),
        ("From", "+15550100001"),
        ("To", OURS),
        ("CallStatus", "in-progress"),
    ];
    form.extend(digits.map(|digits| ("Digits", digits)));
    let (status, body) = client.post(path, &form).expect("an answer");
    assert_eq!(status, 200, "{body}");
    body
}

/// The provider repeats what was not answered in time, also after a restart that serves the flow no more.
#[test]
fn the_first_webhook_of_a_call_is_repeated_though_its_flow_is_gone() {
    let dir = project(FLOW);
    fs::write(dir.path().join("flows/other.flow"), FLOW).expect("a file");
    let server = Server::start(dir.path(), &[]);
    let first = call(&mut server.client(), "/voice/support", 1, None);
    assert_eq!(server.terminate(), 0);
    fs::remove_file(dir.path().join("flows/support.flow")).expect("a file");
    let server = Server::start(dir.path(), &[]);
    assert_eq!(call(&mut server.client(), "/voice/support", 1, None), first);
}

#[test]
fn an_edit_is_taken_while_a_caller_is_in_the_menu_and_a_broken_one_is_not() {
    let dir = project(FLOW);
    let server = Server::start(dir.path(), &[]);
    let mut client = server.client();
    let first = call(&mut client, "/voice/support", 1, None);
    assert!(first.contains("Old words."));

    save(dir.path(), &FLOW.replace("Old", "New"));
    server.wait_for("flows reloaded");
    assert!(call(&mut client, "/voice/support", 2, None).contains("New words."));
    let old = call(&mut client, &action(&first).expect("an action"), 1, Some("1"));
    assert!(old.contains("Old goodbye."), "{old}");
    assert_eq!(server.admin("/readyz").0, 200);

    save(dir.path(), &FLOW.replace("-> welcome", "-> welcom"));
    server.wait_for("F0201");
    let (status, ready) = server.admin("/readyz");
    assert_eq!(status, 503);
    assert!(ready.contains("F0201") && ready.contains("welcom"), "{ready}");
    assert!(call(&mut client, "/voice/support", 3, None).contains("New words."), "the last good version goes on");

    save(dir.path(), &FLOW.replace("Old", "Newest"));
    server.wait_for("flows reloaded");
    assert_eq!(server.admin("/readyz").0, 200);
    assert!(call(&mut client, "/voice/support", 4, None).contains("Newest words."));
}

#[test]
fn health_and_version_are_on_the_admin_listener_only() {
    let dir = project(FLOW);
    let server = Server::start(dir.path(), &[]);
    assert_eq!(server.admin("/healthz"), (200, "ok\n".to_owned()));
    assert!(server.admin("/version").1.contains(env!("CARGO_PKG_VERSION")));
    let (status, _) = server.client().post("/healthz", &[]).expect("an answer");
    assert_eq!(status, 404);
}

#[test]
fn a_restart_serves_a_pinned_call_and_a_broken_folder_serves_the_last_good_flows() {
    let dir = project(FLOW);
    let server = Server::start(dir.path(), &[]);
    let first = call(&mut server.client(), "/voice/support", 1, None);
    assert_eq!(server.terminate(), 0);

    save(dir.path(), &FLOW.replace("Old", "New"));
    let server = Server::start(dir.path(), &[]);
    let again = call(&mut server.client(), "/voice/support", 1, None);
    assert_eq!(again, first, "a repeated webhook gets the same bytes after a restart");
    assert!(call(&mut server.client(), "/voice/support/1", 1, Some("1")).contains("Old goodbye."));
    server.kill();

    save(dir.path(), "on call -> nowhere\n");
    let server = Server::start(dir.path(), &[]);
    assert!(call(&mut server.client(), "/voice/support", 2, None).contains("New words."));
    assert_eq!(server.admin("/readyz").0, 503);
}

#[test]
fn a_start_that_cannot_be_says_why() {
    let dir = tempfile::tempdir().expect("a folder");
    let told = Server::try_start(dir.path(), &[]).err().expect("nothing to serve");
    assert!(told.contains("`flows`") && told.contains("flowtone new"), "{told}");

    let dir = project("on call -> nowhere\n");
    let told = Server::try_start(dir.path(), &[]).err().expect("a broken flow");
    assert!(told.contains("F0201") && told.contains("nothing to serve"), "{told}");

    let dir = project(FLOW);
    Server::start(dir.path(), &[]).kill();
    let told = Server::try_start(dir.path(), &["--flows", "wrong"]).err().expect("no such folder");
    assert!(told.contains("`wrong`") && told.contains("nothing to serve"), "{told}");
    fs::create_dir_all(dir.path().join("other")).expect("a folder");
    let told = Server::try_start(dir.path(), &["--flows", "other"]).err().expect("an empty folder");
    assert!(told.contains("no `.flow` file in `other`"), "{told}");
    fs::write(dir.path().join("other/support.flow"), "on call -> nowhere\n").expect("a file");
    let told = Server::try_start(dir.path(), &["--flows", "other"]).err().expect("a broken flow");
    assert!(told.contains("F0201") && told.contains("nothing to serve"), "{told}");

    let dir = project(FLOW);
    let first = Server::start(dir.path(), &[]);
    let told = Server::try_start(dir.path(), &[]).err().expect("a locked store");
    assert!(told.contains("another"), "{told}");
    let taken = first.public.to_string();
    let other = project(FLOW);
    let told = Server::try_start(other.path(), &["--listen", &taken]).err().expect("a taken address");
    assert!(told.contains("in use") && told.contains("listen.public"), "{told}");
}

#[test]
fn a_number_without_its_flow_is_told() {
    let dir = project(FLOW);
    fs::write(dir.path().join("flowtone.toml"), "[numbers]\n\"+15550100000\" = \"suport\"\n").expect("a file");
    let server = Server::start(dir.path(), &[]);
    let told = server.wait_for("+15550100000");
    assert!(told.contains("`suport`") && told.contains("did you mean `support`?"), "{told}");
    let (status, ready) = server.admin("/readyz");
    assert!(status == 503 && ready.contains("suport"), "{status} {ready}");
    fs::write(dir.path().join("flows/suport.flow"), FLOW).expect("a file");
    server.wait_for("flows reloaded");
    assert_eq!(server.admin("/readyz").0, 200);
    fs::remove_file(dir.path().join("flows/suport.flow")).expect("gone");
    server.wait_for("did you mean");
}

#[test]
fn dev_takes_unsigned_requests_from_this_machine() {
    let dir = project(FLOW);
    let server = Server::start(dir.path(), &["--dev"]);
    let form = "AccountSid=AC00000000000000000000000000000001&CallSid=CA00000000000000000000000000000001&From=%2B15550100001&To=%2B15550100000";
    let request = |server: &Server| {
        use std::io::{Read as _, Write as _};
        let mut stream = std::net::TcpStream::connect(server.public).expect("a connection");
        write!(
            stream,
            "POST /voice/support HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    };
    assert!(request(&server).contains("Old words."));
    assert_eq!(server.terminate(), 0);
    let server = Server::start(dir.path(), &[]);
    assert!(request(&server).starts_with("HTTP/1.1 403"));
}
