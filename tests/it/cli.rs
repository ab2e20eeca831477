//! The commands as a user types them.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub fn flowtone(dir: &Path, args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_flowtone"))
        .args(args)
        .current_dir(dir)
        .env_remove("TWILIO_AUTH_TOKEN")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin.as_bytes());
    child.wait_with_output().expect("the program ends")
}

pub fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn check_tells_by_exit_code_and_output() {
    let sound = flowtone(root(), &["check"], "");
    assert_eq!((code(&sound), stdout(&sound).as_str()), (0, ""), "{}", stderr(&sound));
    assert!(stderr(&sound).contains("no problem found"));

    let wrong = flowtone(root(), &["check", "-"], "on call -> nowhere\n");
    assert_eq!(code(&wrong), 1);
    assert!(stdout(&wrong).contains("F0201") && stdout(&wrong).contains("stdin.flow:1:12"), "{}", stdout(&wrong));

    let json = flowtone(root(), &["check", "-", "--format", "json"], "on call -> nowhere\n");
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(report["problems"][0]["code"], "F0201");
    assert_eq!(report["problems"][0]["primary"]["line"], 1);

    let proofs = flowtone(root(), &["check", "--proofs"], "");
    assert!(
        stdout(&proofs).contains("a silent caller                  let go after at most 4 questions, 44 s"),
        "{proofs:?}"
    );

    let missing = flowtone(root(), &["check", "no/such.flow"], "");
    assert_eq!(code(&missing), 2);
    assert!(stderr(&missing).contains("`no/such.flow`"));
}

#[test]
fn a_file_with_ten_mistakes_shows_ten() {
    let output = flowtone(root(), &["check", "tests/cases/ten_mistakes.flow"], "");
    assert_eq!(code(&output), 1);
    let shown = stdout(&output);
    let found = shown.lines().filter(|l| l.starts_with("error[") || l.starts_with("warning[")).count();
    assert_eq!(found, 10, "{shown}");
}

#[test]
fn fmt_checks_shows_and_writes() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.flow");
    fs::write(&path, "on call->a\nstep a{say \"hi\" end}\n").expect("written");
    let check = flowtone(dir.path(), &["fmt", "--check", "a.flow"], "");
    assert_eq!((code(&check), stdout(&check).as_str()), (1, "a.flow\n"));
    let diff = flowtone(dir.path(), &["fmt", "--diff", "a.flow"], "");
    assert_eq!(code(&diff), 1);
    assert!(stdout(&diff).contains("-on call->a") && stdout(&diff).contains("+on call -> a"), "{}", stdout(&diff));
    assert_eq!(code(&flowtone(dir.path(), &["fmt", "a.flow"], "")), 0);
    assert_eq!(code(&flowtone(dir.path(), &["fmt", "--check", "a.flow"], "")), 0);
    let broken = flowtone(dir.path(), &["fmt", "-"], "step {");
    assert_eq!((code(&broken), stdout(&broken).as_str()), (2, ""));
    assert!(stderr(&broken).contains("left as it is"));
}

#[cfg(unix)]
#[test]
fn fmt_writes_through_a_link() {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, link) = (dir.path().join("shared.flow"), dir.path().join("a.flow"));
    fs::write(&file, "on call->a\nstep a{say \"hi\" end}\n").expect("written");
    std::os::unix::fs::symlink("shared.flow", &link).expect("a link");
    assert_eq!(code(&flowtone(dir.path(), &["fmt", "a.flow"], "")), 0);
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert!(fs::read_to_string(&file).expect("text").starts_with("on call -> a"));
}

#[cfg(unix)]
#[test]
fn an_environment_that_is_no_text_is_no_panic() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let dir = tempfile::tempdir().expect("a folder");
    let with = |name: &str| {
        Command::new(env!("CARGO_BIN_EXE_flowtone"))
            .args(["config", "print"])
            .current_dir(dir.path())
            .env(name, OsStr::from_bytes(b"caf\xe9"))
            .output()
            .expect("the program runs")
    };
    let foreign = with("CUSTOMER");
    assert_eq!(code(&foreign), 0, "{}", stderr(&foreign));
    let ours = with("FLOWTONE__FLOWS");
    assert_eq!(code(&ours), 2);
    assert!(stderr(&ours).contains("`FLOWTONE__FLOWS` is not UTF-8"), "{}", stderr(&ours));
}

#[test]
fn a_file_that_is_no_text_hides_no_other() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a.flow"), b"// caf\xe9\non call -> a\n").expect("written");
    fs::write(dir.path().join("b.flow"), "on call -> nowhere\n").expect("written");
    let check = flowtone(dir.path(), &["check", "."], "");
    assert_eq!(code(&check), 1);
    let shown = stdout(&check);
    assert!(shown.contains("F0002") && shown.contains("a.flow:1:7") && shown.contains("F0201"), "{shown}");
    let fmt = flowtone(dir.path(), &["fmt", "--check", "."], "");
    assert_eq!(code(&fmt), 2);
    assert!(stderr(&fmt).contains("F0002"), "{}", stderr(&fmt));
}

#[test]
fn commands_without_a_path_take_the_projects_flows() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("flowtone.toml"), "flows = \"lines\"\n").expect("written");
    let none = flowtone(dir.path(), &["check"], "");
    assert_eq!(code(&none), 2);
    assert!(stderr(&none).contains("`lines`"), "{}", stderr(&none));
    fs::create_dir_all(dir.path().join("lines/old")).expect("a folder");
    fs::write(dir.path().join("lines/a.flow"), "on call -> a\nstep a{say \"hi\" end}\n").expect("written");
    fs::write(dir.path().join("lines/old/a.flow"), "on call -> nowhere\n").expect("written");
    for command in ["check", "test"] {
        let output = flowtone(dir.path(), &[command], "");
        assert_eq!(code(&output), 0, "{}{}", stdout(&output), stderr(&output));
        assert!(stderr(&output).contains("`lines/old` has flows too"), "{}", stderr(&output));
    }
    let fmt = flowtone(dir.path(), &["fmt", "--check"], "");
    assert_eq!((code(&fmt), stdout(&fmt).as_str()), (1, "lines/a.flow\n"));
}

#[test]
fn explain_knows_each_code() {
    for info in flowtone::diagnostic::Code::all() {
        let output = flowtone(root(), &["explain", &info.code.to_string()], "");
        assert_eq!(code(&output), 0);
        assert!(stdout(&output).contains(info.title));
    }
    let output = flowtone(root(), &["explain", "F9999"], "");
    assert_eq!(code(&output), 2);
}

#[test]
fn sign_and_verify_agree_and_verify_explains() {
    let dir = tempfile::tempdir().expect("a folder");
    let with_token = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_flowtone"))
            .args(args)
            .current_dir(dir.path())
            .env("TWILIO_AUTH_TOKEN", "12345")
            .output()
            .expect("the program runs")
    };
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    let form = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
    let signed = with_token(&["sign", "--url", url, "--form", form]);
    assert_eq!(stdout(&signed), "RSOYDt4T1cUTdK1PDd93/VVr8B8=\n", "the published example");
    let signature = stdout(&signed).trim().to_owned();
    let valid = with_token(&["verify", "--url", url, "--form", form, "--signature", &signature]);
    assert_eq!((code(&valid), stdout(&valid).as_str()), (0, "valid\n"));
    let url = "http://mycompany.com/myapp.php?foo=1&bar=2";
    let wrong = with_token(&["verify", "--url", url, "--form", form, "--signature", &signature, "--explain"]);
    assert_eq!(code(&wrong), 1);
    assert!(stdout(&wrong).contains("https"), "{}", stdout(&wrong));
    let none = flowtone(dir.path(), &["sign", "--url", url], "");
    assert_eq!(code(&none), 2);
    assert!(stderr(&none).contains("TWILIO_AUTH_TOKEN"));
}

#[test]
fn new_makes_a_project_that_checks() {
    let dir = tempfile::tempdir().expect("a folder");
    let made = flowtone(dir.path(), &["new", "clinic"], "");
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    let project = dir.path().join("clinic");
    let checked = flowtone(&project, &["check", "--strict"], "");
    assert_eq!(code(&checked), 0, "{}", stdout(&checked));
    let printed = flowtone(&project, &["config", "print"], "");
    assert_eq!(code(&printed), 0, "{}", stderr(&printed));
    assert!(stdout(&printed).contains("durability"));
    assert_eq!(code(&flowtone(dir.path(), &["new", "clinic"], "")), 2, "never over what is there");
}

#[test]
fn a_wrong_setting_is_told_with_its_place() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("flowtone.toml"), "flowz = \"x\"\n[listen]\npublic = \"nowhere\"\n").expect("written");
    let output = flowtone(dir.path(), &["config", "print"], "");
    assert_eq!(code(&output), 2);
    let told = stderr(&output);
    assert!(told.contains("`flowz`") && told.contains("`flows`") && told.contains("nowhere"), "{told}");
}

#[test]
fn test_tells_by_exit_code_and_output() {
    let dir = tempfile::tempdir().expect("a folder");
    let flow = "on call -> start\n\nmenu start \"Hello.\" {\n  1 \"One\" -> bye\n  tries 2 -> bye\n}\n\n\
                step bye {\n  say \"Bye.\"\n  end\n}\n";
    let write = |tests: &str| fs::write(dir.path().join("small.flow"), format!("{flow}\n{tests}")).expect("a file");
    let test = |args: &[&str]| flowtone(dir.path(), &[&["test"], args].concat(), "");

    write("test \"good\" { call press 1 hear \"Bye\" }\ntest \"bad\" { call hear \"Bye\" }\n");
    let both = test(&["small.flow", "--coverage", "--junit", "out.xml"]);
    assert_eq!(code(&both), 1, "{}", stderr(&both));
    let told = stdout(&both);
    for part in ["ok     good", "FAILED bad", "small.flow:14:19", "1 passed, 1 failed", "1 of 1 arms, 0 of 3 retries"] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    assert!(told.contains("small.flow:3  asking again after silence in `start`"), "{told}");
    let xml = fs::read_to_string(dir.path().join("out.xml")).expect("a report");
    assert!(xml.contains("failures=\"1\""), "{xml}");

    let good = test(&["small.flow", "--filter", "GOOD"]);
    assert_eq!((code(&good), stdout(&good).contains("1 passed, 0 failed")), (0, true), "{}", stdout(&good));
    assert_eq!(code(&test(&["small.flow", "--filter", "nowhere"])), 2);

    write("test \"good\" { call press 1 hear \"Bye\" }\n");
    let explored = test(&["--explore", "small.flow"]);
    assert_eq!(code(&explored), 0, "{}", stderr(&explored));
    assert!(stderr(&explored).contains("6 of 6 ways"), "{}", stderr(&explored));
    let all = format!("test \"good\" {{ call press 1 hear \"Bye\" }}\n{}", stdout(&explored));
    write(&all);
    let covered = test(&["small.flow", "--coverage"]);
    assert_eq!(code(&covered), 0, "{}", stdout(&covered));
    assert!(stdout(&covered).contains("2 of 2 nodes, 1 of 1 arms, 3 of 3 retries"), "{}", stdout(&covered));

    write("test \"wrong\" { press 1 }\n");
    let wrong = test(&["small.flow"]);
    assert_eq!((code(&wrong), stdout(&wrong).contains("F1001")), (1, true), "{}", stdout(&wrong));
}

#[test]
fn a_new_project_passes_its_tests() {
    let dir = tempfile::tempdir().expect("a folder");
    let made = flowtone(dir.path(), &["new", "clinic"], "");
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    let tested = flowtone(&dir.path().join("clinic"), &["test", "--coverage"], "");
    assert_eq!(code(&tested), 0, "{}", stdout(&tested));
    assert!(stdout(&tested).contains("5 of 5 nodes"), "{}", stdout(&tested));
}
