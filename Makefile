# Everything a newcomer types. Each target says what it does as it goes; nothing is installed outside the tree
# but the caches of cargo and npm, the bytecode toolchain's (docs/building.md), and a browser where there is none.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help build token-acl packages projection demo page screenshots test quick lint test-idl test-rust test-ts test-build test-reach reproducible bench bench-bot bench-index test-validator generate format clean

# Clippy compiles what it looks at, so that what is checked is what is tested, and nothing is compiled twice.
CHECKED := RUSTC_WORKSPACE_WRAPPER=clippy-driver
PROGRAM := target/deploy/securities.so
# Published programs of others, which the tests of reach run beside ours.
FOREIGN := token-swap token-lending manifest both/token-swap both/token-lending
# With this, the tests of reach are compiled: they run where those programs are built.
REACH := securities-reach-tests/programs
# What the Rust tests read, but for the pages; and those that read pages.
RUST_INPUTS := programs projection tests tools app/idl Cargo.toml Cargo.lock .cargo
PAGES := pages:: layers:: powers::the_list_in_the_documents worked_example:: disclosures::example:: resolutions::asked::the_table_in_the_documents control::
step = @printf '\n== %s\n' "$(1)"

help: ## What can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

build: ## The program's bytecode, in target/deploy/securities.so
	$(call step,program bytecode)
	@tools/sbf/build

token-acl: ## The bytecode of token-acl as published, which the frozen form needs on a chain of one's own
	$(call step,bytecode of token-acl as published: some minutes the first time)
	@tools/sbf/build tests/token-acl

packages: node_modules/.installed projection ## The TypeScript packages, in app/*/dist and migrations/dist
	$(call step,TypeScript packages)
	@npm run --silent build

projection: ## The program's code in WebAssembly for app/projection
	$(call step,the projection in WebAssembly)
	@tools/wasm/build
	@mkdir -p app/projection/dist
	@cp target/deploy/projection.wasm app/projection/dist/

page: packages ## The page as a static site, in app/web/site
	$(call step,the page)
	@npm run --silent -w app/web build

demo: build token-acl packages $(if $(DEMO_PAGE),page) ## A deal from its file to paid holders, on an embedded validator; with DEMO_PAGE=1 it ends with the page
	$(call step,demo)
	@npm run --silent -w app/demo demo $(if $(DEMO_PAGE),-- --page)

screenshots: build page ## Pictures of the page, in target/screenshots, and the one of the README
	$(call step,a browser)
	@tools/browser
	$(call step,pictures of the page)
	@npm run --silent -w app/web screenshots

# Two at a time: what links, or waits for the last test of its kind, leaves a core to the others.
test: ## Everything that CI runs
	@$(MAKE) --no-print-directory --jobs=2 lint build
	@$(MAKE) --no-print-directory --jobs=2 test-idl test-ts test-rust test-build reproducible

quick: node_modules/.installed ## While you work: formats, types, lints, what needs no chain, and one deal played natively
	$(call step,formats and types and lints)
	@cargo fmt --all --check
	@npm run --silent typecheck
	@npm run --silent lint
	$(call step,TypeScript that needs no chain)
	@npm run --silent test:quick
	$(call step,clippy and a deal on the program compiled natively)
	@$(CHECKED) cargo test --quiet --locked --workspace --test suite -- quick:: layers::

lint: node_modules/.installed app/codegen/node_modules/.installed ## Formatters, linters and types
	$(call step,rustfmt and clippy)
	@cargo fmt --all --check
	@$(CHECKED) cargo build --locked --workspace --lib --bins --examples --tests --features $(REACH)
	$(call step,tsc and biome and knip)
	@npm run --silent typecheck
	@npm run --silent -C app/codegen typecheck
	@npm run --silent lint

test-idl: app/codegen/node_modules/.installed ## The IDL and the client match the program
	$(call step,the IDL and the client match the program)
	@tools/once test-idl $(RUST_INPUTS) app/codegen app/client/src/generated -- env $(CHECKED) npm run --silent -C app/codegen check:generated

test-rust: build token-acl ## Scenarios and refusals on the bytecode and natively, and properties of the arithmetic
	$(call step,bytecode of the probe of the 128-bit routines)
	@tools/sbf/build tests/bytecode/wide-int-probe
	$(call step,bytecode of the multisig of the tests)
	@tools/sbf/build tests/multisig
	$(call step,bytecode of the example of an integrator)
	@tools/sbf/build tests/integrator
	$(call step,Rust tests)
	@tools/once test-rust $(RUST_INPUTS) -- env $(CHECKED) cargo test --locked --workspace
	@tools/once test-pages docs Makefile $(RUST_INPUTS) -- env $(CHECKED) cargo test --quiet --locked --workspace --test suite -- $(PAGES)

test-ts: build token-acl projection page node_modules/.installed ## The client, the embedded validator, migrations, the demo, history and the page
	$(call step,a browser for the tests of the page)
	@tools/browser
	$(call step,PostgreSQL for the tests of the history)
	@tools/postgres
	$(call step,shells for the tests of completion)
	@tools/shells
	$(call step,TypeScript tests)
	@npm run --silent test

test-build: build ## The 128-bit routines, and what the build must refuse
	$(call step,128-bit routines)
	@cargo test --quiet --locked --release --manifest-path tools/sbf/wide-int/Cargo.toml
	$(call step,what must not build does not)
	@tools/once test-build tools/sbf tests/bytecode -- tools/sbf/test

test-reach: build ## Wrapped shares in published pools, order books and lending markets of others; builds these first
	$(call step,bytecode of the programs of others: some minutes the first time)
	@for program in $(FOREIGN); do tools/sbf/build tests/reach/programs/$$program; done
	$(call step,shares in them)
	@tools/once test-reach docs $(RUST_INPUTS) -- env $(CHECKED) cargo test --locked --workspace --test reach --features $(REACH)

reproducible: ## Builds the bytecode twice, in two folders, and compares the hashes
	$(call step,two builds)
	@tools/once reproducible programs tools/sbf Cargo.toml Cargo.lock .cargo -- tools/sbf/check-reproducible

bench: build token-acl packages page ## Measures compute units, sizes and bytes into docs/benchmarks.md
	$(call step,benchmarks)
	@$(CHECKED) cargo run --quiet --locked -p securities-tests --bin bench
	@npm run --silent -w app/bench bench:bundle -- --write
	@npm run --silent -w app/bench bench:frames -- --write

bench-bot: build packages ## Measures the bot with up to 100,000 holders into docs/benchmarks.md
	$(call step,the bot pays 1000, 10000 and 100000 holders: some minutes)
	@npm run --silent -w app/bench bench:bot -- --write

bench-index: build packages ## Measures how fast the index follows 100,000 events into docs/benchmarks.md
	$(call step,the index follows 100000 events: some minutes)
	@npm run --silent -w app/bench bench:index -- --write

test-validator: build packages ## The demo on an Agave solana-test-validator, up to where an offer stays open for a day
	$(call step,demo on solana-test-validator)
	@tools/test-validator

generate: app/codegen/node_modules/.installed ## Writes the IDL and the generated client anew
	@$(CHECKED) npm run --silent -C app/codegen generate

format: node_modules/.installed ## Formats everything
	@cargo fmt --all
	@npm run --silent format

clean: ## Removes what was built; caches outside the tree stay
	@rm -rf target node_modules {app/*,migrations}/node_modules {app/*,migrations}/dist

node_modules/.installed: package.json package-lock.json $(wildcard app/*/package.json) migrations/package.json
	$(call step,npm packages)
	@npm ci --no-fund --no-audit
	@touch $@

app/codegen/node_modules/.installed: node_modules/.installed app/codegen/package.json app/codegen/package-lock.json
	$(call step,npm packages of the code generator)
	@npm ci --no-fund --no-audit --prefix app/codegen
	@touch $@
