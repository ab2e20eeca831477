# List the recipes.
default:
    @just --list

# Serve the shipped flows on this machine, unsigned requests allowed.
serve:
    cargo run --release -- serve --dev

# All tests.
test *args:
    cargo test {{args}}

# What CI runs.
ci:
    bash .ci/run

# Lints as CI has them.
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# Write what the cases came out as; read the difference before you keep it.
update-cases:
    UPDATE_CASES=1 cargo test --test it

# Benchmarks; figures are ratios of one run.
bench:
    cargo bench

# Fuzz each target for so many seconds.
fuzz seconds='60' *targets='':
    fuzz/run {{seconds}} {{targets}}

# kill -9 under load, so many times.
crash cycles='2000':
    CRASH_CYCLES={{cycles}} cargo test --release --test it -- crash

# Simulated cuts of power, so many.
power cuts='1000':
    POWER_CUTS={{cuts}} cargo test --release --test it -- power

# Reloads under live traffic, saves that truncate.
fire saves='10000':
    SAVES={{saves}} cargo test --release --test it -- fire

# Slow clients and overload.
load clients='5000':
    SLOW_CLIENTS={{clients}} cargo test --release --test it -- load --nocapture
