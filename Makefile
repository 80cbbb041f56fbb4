# Everything to do with chatmd from a checkout. `make` alone prints the list.

PREFIX ?= /usr/local

.DEFAULT_GOAL := help
.PHONY: help deps build install uninstall dist try-dist demo test test-lua test-servers bench fuzz
.PHONY: format lint clean

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

deps: ## install the system packages that building needs and that are missing
	@scripts/deps --build

build: ## build the release binary, .build/release/chatmd
	@scripts/build

install: build ## put binary, man page, completions and Neovim plugin into PREFIX (/usr/local)
	@scripts/install "$(DESTDIR)$(PREFIX)"
	@echo "installed into $(DESTDIR)$(PREFIX)"

uninstall: ## take all of that out of PREFIX again
	@scripts/install --remove "$(DESTDIR)$(PREFIX)"

dist: ## make the packages of a release in dist/: a tarball and a .deb
	@scripts/dist

try-dist: ## install the packages in clean trees of Debian 12 and 13, and use them there (root)
	@scripts/try-dist

demo: ## answer a copy of examples/one-plus-one.md and show what was added
	@scripts/demo

test: ## run all tests: Swift, Neovim, real servers
	@scripts/test

test-lua: ## run the Neovim specs alone
	@scripts/test-lua

test-servers: ## test against real servers, which are installed first (600 MB, kept in ~/.cache)
	@scripts/test-servers

bench: build ## compare with curl (one request) and with libcmark (reading a file); Neovim's start
	@scripts/bench
	@echo
	@scripts/bench-parse
	@echo
	@scripts/bench-startup

fuzz: ## fuzz the reading and writing of conversation files for SECONDS=60
	@FUZZ_SECONDS=$(or $(SECONDS),60) scripts/fuzz

format: ## format the Swift sources in place
	@scripts/swift format format --in-place --parallel --recursive Package.swift Sources Tests

lint: ## check the format of the Swift and Lua sources
	@scripts/swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@if command -v luacheck >/dev/null; then luacheck --quiet lua plugin Tests/nvim; fi

clean: ## remove everything that was built
	rm -rf .build dist
