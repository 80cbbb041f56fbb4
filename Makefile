# Everything to do with chatmd from a checkout. `make` alone prints the list.

PREFIX ?= /usr/local
BINARY = .build/release/chatmd

.DEFAULT_GOAL := help
.PHONY: help deps build install demo test test-lua test-servers bench fuzz format lint clean

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

deps: ## install the system packages that are missing
	@scripts/deps

build: ## build the release binary, .build/release/chatmd
	@scripts/build

install: build ## copy the stripped binary to PREFIX/bin (PREFIX=/usr/local)
	@install -d "$(DESTDIR)$(PREFIX)/bin"
	@install -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/chatmd"
	@strip "$(DESTDIR)$(PREFIX)/bin/chatmd"
	@echo "installed $(DESTDIR)$(PREFIX)/bin/chatmd"

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
	rm -rf .build
