use super::*;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

fn from(text: &str) -> Result<Config, Vec<Problem>> {
    load(Some(("flowtone.toml", text)), &BTreeMap::new(), &Flags::default())
}

fn problems(text: &str) -> Vec<String> {
    from(text).expect_err("problems").iter().map(ToString::to_string).collect()
}

const FULL: &str = r#"
flows      = "menus"
public_url = ["https://ivr.example.com/", "https://old.example.com:8443/ivr"]

[listen]
public = "0.0.0.0:80"
admin  = "[::1]:8081"
admin_token = "file:/run/secrets/admin"

[store]
url        = "sled:/var/lib/flow\"tone"
durability = "process"
cache      = "64 MiB"

[[account]]
sid         = "AC00000000000000000000000000000000"
auth_tokens = ["env:TWILIO_AUTH_TOKEN", "file:/run/secrets/old"]
api_url     = "https://api.twilio.com"

[[account]]
auth_tokens = ["env:OTHER"]

[numbers]
"+15550100000" = "support"
"whatsapp:+15550100001" = "orders"

[[endpoint]]
name   = "crm"
urls   = ["https://crm.example.com/hooks", "https://backup.example.com/hooks"]
secret = ["env:CRM_HOOK_SECRET", "file:/run/secrets/old_hook"]
events = ["order.*", "voicemail.left"]
timeout = "5s"
allow  = ["10.0.0.0/8"]

[[endpoint]]
name   = "all"
urls   = "https://all.example.com"

[limits]
body = "1 MiB"
drain = "30s"
turns = 100
"#;

#[test]
fn without_anything_everything_has_a_default() {
    let config = load(None, &BTreeMap::new(), &Flags::default()).unwrap();
    assert_eq!(config.flows, "flows");
    assert_eq!(config.listen.public.to_string(), "127.0.0.1:8080");
    assert_eq!(config.listen.admin.to_string(), "127.0.0.1:8081");
    assert_eq!(config.store.place, StorePlace::Sled("data".into()));
    assert_eq!(config.store.durability, Durability::Power);
    assert_eq!(config.limits, Limits::default());
    assert!(config.accounts.is_empty() && config.public_urls.is_empty() && !config.dev);
    assert_eq!(from("").unwrap(), config);
}

#[test]
fn a_full_file_is_read() {
    let config = from(FULL).unwrap();
    assert_eq!(config.public_urls, ["https://ivr.example.com", "https://old.example.com:8443/ivr"]);
    assert_eq!(config.store.place, StorePlace::Sled("/var/lib/flow\"tone".into()));
    assert_eq!(config.store.cache, 64 << 20);
    assert_eq!(config.accounts.len(), 2);
    assert_eq!(config.accounts[0].auth_tokens[1].source, SecretRef::File("/run/secrets/old".into()));
    assert_eq!(config.accounts[1].sid, None);
    assert_eq!(config.numbers["whatsapp:+15550100001"], "orders");
    let [crm, all] = config.endpoints.as_slice() else { panic!("{:?}", config.endpoints) };
    assert_eq!((crm.secrets.len(), crm.timeout.as_secs(), crm.allow.len()), (2, 5, 1));
    assert_eq!((all.secrets.len(), all.timeout.as_secs(), all.allow.len()), (0, 15, 0));
    let takes = |name| (crm.takes(name), all.takes(name));
    for name in ["order.checked", "order.", "voicemail.left"] {
        assert_eq!(takes(name), (true, true), "{name}");
    }
    for name in ["order", "reorder.x", "voicemail.left.now", ""] {
        assert_eq!(takes(name), (false, true), "{name}");
    }
    assert_eq!((config.limits.body, config.limits.turns), (1 << 20, 100));
    assert_eq!(config.limits.drain, std::time::Duration::from_secs(30));
    assert_eq!(config.limits.turn, Limits::default().turn);
}

#[test]
fn what_is_printed_loads_to_the_same() {
    for text in ["", FULL, "public_url = \"http://localhost:8080\"\n[store]\nurl = \"memory:\""] {
        let config = from(text).unwrap();
        let printed = print(&config);
        assert_eq!(from(&printed).unwrap(), config, "{printed}");
        for limit in LIMITS {
            assert!(printed.contains(limit.reason) && printed.contains(&format!("\n{} = ", limit.name)));
        }
    }
}

#[test]
fn flags_go_over_the_environment_over_the_file() {
    let file = Some(("flowtone.toml", "flows = 'file'\n[listen]\npublic = '127.0.0.1:1'\n[store]\nurl = 'sled:file'"));
    let environment = environment(&[
        ("FLOWTONE__FLOWS", "environment"),
        ("FLOWTONE__LISTEN__PUBLIC", "127.0.0.1:2"),
        ("FLOWTONE__STORE__URL", "sled:environment"),
        ("FLOWTONE__LIMITS__TURNS", "7"),
        ("FLOWTONE__PUBLIC_URL", "https://a.example.com, https://b.example.com"),
        ("FLOWTONE__STORE__DURABILITY", ""),
        ("FLOWTONE_LOG", "debug"),
    ]);
    let flags = Flags { listen: Some("127.0.0.1:3".into()), dev: true, ..Flags::default() };
    let config = load(file, &environment, &flags).unwrap();
    assert_eq!(config.flows, "environment");
    assert_eq!(config.listen.public.port(), 3);
    assert_eq!(config.store.place, StorePlace::Sled("environment".into()));
    assert_eq!(config.limits.turns, 7);
    assert_eq!(config.public_urls, ["https://a.example.com", "https://b.example.com"]);
    assert!(config.dev);
}

#[test]
fn all_problems_are_reported_at_once_with_their_places() {
    let text = r#"
flow = "flows"
public_url = "ivr.example.com"

[listen]
public = ":8080"
admin = "0.0.0.0:8081"

[store]
url = 3
durability = "strong"
cach = "1 MiB"

[[account]]
sid = "AC123"
auth_tokens = ["12345678901234567890123456789012"]
api_url = "http://api.example.com"

[numbers]
"+1 (555) 010-0000" = "support"

[[endpoint]]
urls = ["ftp://crm.example.com"]
events = ["order *"]
timeout = "1h"
allow = ["crm"]
event = "x"

[limits]
drain = 10
body = "1 KB"
turns = 0
colour = true
"#;
    let environment = environment(&[("FLOWTONE__STORE__URI", "sled:data"), ("FLOWTONE__LIMITS__POLL", "soon")]);
    let flags = Flags { public_url: Some("https://me:word@example.com".into()), ..Flags::default() };
    let found = load(Some(("flowtone.toml", text)), &environment, &flags).unwrap_err();
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    let expected = [
        "flowtone.toml:2:1: unknown key `flow`\n  help: did you mean `flows`?",
        "flowtone.toml:6:10: `listen.public` is no address: `:8080`\n  help: write an IP address and a port, as in \"127.0.0.1:8080\"",
        "flowtone.toml:7:9: the admin listener at `0.0.0.0:8081` is open to other machines and has no token\n  help: add admin_token = \"env:FLOWTONE_ADMIN_TOKEN\" to `[listen]`, or bind it to 127.0.0.1",
        "flowtone.toml:10:7: `store.url` is a number\n  help: make it a place, as in \"sled:data\"",
        "flowtone.toml:11:14: `store.durability` is no level: `strong`\n  help: write \"power\" (survives the loss of power), \"process\" (survives a killed process) or \"none\"",
        "flowtone.toml:12:1: unknown key `store.cach`\n  help: did you mean `cache`?",
        "flowtone.toml:15:7: `account.sid` is no account's SID: `AC123`\n  help: copy it from the provider's console: `AC` and 32 hex digits",
        "flowtone.toml:16:16: `account.auth_tokens` is no place of a secret\n  help: keep the secret itself out of the settings, and name a place, as in \"env:TWILIO_AUTH_TOKEN\" or \"file:/run/secrets/token\"",
        "flowtone.toml:17:11: `account.api_url` would send the auth token unencrypted: `http://api.example.com`\n  help: begin it with `https://`; `http://` is for 127.0.0.1 only",
        "flowtone.toml:20:1: `+1 (555) 010-0000` is no phone number\n  help: write it without spaces and signs, as in \"+15550100000\"",
        "flowtone.toml:22:1: this endpoint has no `name`\n  help: add name = \"crm\"",
        "flowtone.toml:23:9: `endpoint.urls` is no web address: `ftp://crm.example.com`\n  help: begin it with `https://`",
        "flowtone.toml:24:11: `endpoint.events` has no event's name in `order *`\n  help: write an event's name, with `*` for any part of it, as in \"order.*\"",
        "flowtone.toml:25:11: `endpoint.timeout` is no duration from 1s to 60s: `1h`\n  help: write it as in \"15s\"",
        "flowtone.toml:26:10: `endpoint.allow` has no network in `crm`\n  help: write IP addresses or ranges of them, as in \"10.0.0.0/8\" or \"127.0.0.1:9000\"",
        "flowtone.toml:27:1: unknown key `endpoint.event`\n  help: did you mean `events`?",
        "flowtone.toml:30:9: `limits.drain` cannot be `10`\n  help: write a duration, as in \"10s\"",
        "flowtone.toml:31:8: `limits.body` cannot be `1 KB`\n  help: write a size, as in \"256 KiB\"",
        "flowtone.toml:32:9: `limits.turns` is out of bounds: 0\n  help: choose from 1 to 100000; the default is 512",
        "environment variable FLOWTONE__LIMITS__POLL: `limits.poll` cannot be `soon`\n  help: write a duration, as in \"10s\"",
        "environment variable FLOWTONE__STORE__URI: unknown key `store.uri`\n  help: did you mean `url`?",
        "flag --public-url: `public_url` has a user name or password in it\n  help: leave out everything up to the `@`",
    ];
    let unlisted: Vec<_> = found.iter().filter(|problem| !expected.contains(&problem.as_str())).collect();
    assert_eq!(unlisted.len(), 1, "{unlisted:#?}");
    assert!(
        unlisted[0].starts_with("flowtone.toml:33:1: unknown key `limits.colour`\n  help: the keys here are `body`")
    );
    let listed: Vec<_> = found.iter().filter(|problem| expected.contains(&problem.as_str())).collect();
    assert_eq!(listed, expected.iter().collect::<Vec<_>>());
}

#[test]
fn a_file_that_is_no_toml_is_reported_and_the_rest_is_read() {
    let found = problems("flows = \n[store]\nurl = \"sled:data\"\nurl = \"sled:other\"\ndurabilty = \"power\"");
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].starts_with("flowtone.toml:1:"), "{found:#?}");
    assert!(found[1].starts_with("flowtone.toml:4:1: duplicate key"), "{found:#?}");
    assert!(found[2].contains("did you mean `durability`?"), "{found:#?}");
}

#[test]
fn sections_that_are_none_are_reported() {
    let found = problems("store = 1\naccount = 'AC'\nlimits = [1]\nnumbers = { '+15550100000' = 5 }");
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found[0].contains("`store` is a number") && found[0].contains("[store]"), "{found:#?}");
}

#[test]
fn the_token_in_the_environment_is_an_account() {
    let environment = environment(&[("TWILIO_AUTH_TOKEN", "s3cret")]);
    let mut config = load(None, &environment, &Flags::default()).unwrap();
    assert_eq!(config.accounts[0].sid, None);
    let resolve = |source: &SecretRef| match source {
        SecretRef::Env(name) => environment.get(name).cloned().ok_or("it is not set".into()),
        SecretRef::File(_) => Err("no files here".into()),
    };
    config.resolve_secrets(&resolve).unwrap();
    assert_eq!(config.accounts[0].auth_tokens[0].expose(), Some("s3cret"));
    assert!(!format!("{config:?}{}", print(&config)).contains("s3cret"));
    assert!(print(&config).contains("auth_tokens = [\"env:TWILIO_AUTH_TOKEN\"]  # •••"));
}

#[test]
fn all_missing_secrets_are_reported_at_once() {
    let mut config = from(FULL).unwrap();
    let found = config.resolve_secrets(&|source| match source {
        SecretRef::Env(name) if name == "OTHER" => Ok(" \n".into()),
        _ => Err("it is not set".into()),
    });
    let found: Vec<String> = found.unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 6, "{found:#?}");
    assert_eq!(
        found[1],
        "flowtone.toml:17:16: no secret at `env:TWILIO_AUTH_TOKEN`: it is not set\n  help: set the environment \
         variable `TWILIO_AUTH_TOKEN` before the start"
    );
    assert!(found[3].contains("no secret at `env:OTHER`: it is empty"));
}

proptest::proptest! {
    #[test]
    fn any_text_gives_an_answer(text: String, value: String) {
        let environment = environment(&[("FLOWTONE__STORE__URL", &value), ("FLOWTONE__NUMBERS", &value)]);
        let _ = load(Some(("f", &text)), &environment, &Flags::default());
        let _ = from(&format!("flows = {value}\n{text}"));
    }
}
