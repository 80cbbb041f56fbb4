-- `:Chatmd tokens`, `status`, `log` and `check`: commands that tell, and change no text.
local h = require("harness")

local api = vim.api

--- With these lines in the user's config.toml, and no window left over.
local function test(rule, config, body)
  h.test(rule, function()
    h.need_binary()
    local folder = vim.env.XDG_CONFIG_HOME .. "/chatmd"
    vim.fn.mkdir(folder, "p")
    vim.fn.writefile(config, folder .. "/config.toml")
    local ok, problem = pcall(body, folder)
    vim.fn.delete(folder, "rf")
    if api.nvim_win_get_config(0).relative ~= "" then
      api.nvim_win_close(0, true)
    end
    if not ok then
      error(problem, 0)
    end
  end)
end

local function wait_for_message()
  h.wait_for("a message", function() return #h.messages > 0 end)
  return h.messages[1]
end

-- Tokens -------------------------------------------------------------------------------------

test("tokens are counted as the buffer is, for the model that would answer", {}, function()
  h.chat({ "Hi" })
  vim.b.chatmd_model = "claude-opus-4-5"
  vim.cmd("Chatmd tokens")
  local text = wait_for_message()
  h.ok(text:find("^INFO chatmd: about %d+ tokens %(within %d+ %%%), 0%.%d+ %% of the context of "
    .. "200,000, %$%S+ to send, for anthropic/claude%-opus%-4%-5$"), text)
end)

h.test("a count says as much as is known", function()
  local sentence = require("chatmd.tokens").sentence
  h.eq(sentence({ tokens = 1234567, exact = true }), "1,234,567 tokens")
  h.eq(sentence({ tokens = 123, exact = true, cost_usd = 0, provider = "a", model = "b\27" }),
    "123 tokens, free, for a/b^[")
end)

test("what cannot be counted is an error with its place", {}, function()
  api.nvim_buf_set_name(h.chat({ "Hi", "![x](nowhere.txt)" }), h.folder() .. "/talk.md")
  vim.cmd("Chatmd tokens")
  local text = wait_for_message()
  h.ok(text:find("^ERROR chatmd: talk.md:2:1: `nowhere.txt` does not exist\n"), text)
end)

-- Status -------------------------------------------------------------------------------------

local function status()
  local before = api.nvim_get_current_win()
  vim.cmd("Chatmd status")
  h.wait_for("the window", function() return api.nvim_get_current_win() ~= before end)
  return h.lines(0)
end

--- The columns of the row that begins so.
local function row(lines, name)
  for _, line in ipairs(lines) do
    if vim.startswith(line, name .. " ") then
      return vim.split(line, "  +", { trimempty = true })
    end
  end
end

test("the status shows who answers, and whose word that is", { 'model = "echo"' }, function(config)
  local path = h.folder() .. "/talk.chat.md"
  vim.fn.writefile({ "+++", "temperature = 0.2", 'stop = ["a/b"]', "+++", "Hi" }, path)
  vim.cmd("silent edit " .. path)
  vim.b.chatmd_preset = "balanced"
  local lines = status()
  h.eq(row(lines, "model"), { "model", "echo" })
  h.eq(lines[1]:match("%S+$"), path)
  h.eq(row(lines, "temperature"), { "temperature", "0.2", path .. ":2" })
  h.eq(row(lines, "stop"), { "stop", '["a/b"]', path .. ":3" })
  h.eq(row(vim.list_slice(lines, 7), "model"), { "model", "echo",
    vim.fn.fnamemodify(config .. "/config.toml", ":~") .. ":1" })
  h.eq(row(vim.list_slice(lines, 7), "preset"), { "preset", "balanced", "this buffer" })
  h.eq(row(lines, "reply"), { "reply", "none yet" })
end)

test("the status tells of the last reply", { 'model = "echo"' }, function()
  h.chat({ "Hi" })
  vim.b.chatmd = {
    state = "done", model = "m", input_tokens = 1200, output_tokens = 34, cost_usd = 0.0123,
    duration_ms = 1234,
  }
  h.eq(row(status(), "reply")[2], "done, m, 1.2 s, 1,200 tokens in, 34 out, $0.012")
end)

test("the status is that of the buffer as it is, written or not", {}, function()
  local path = h.folder() .. "/a|b %#.chat.md"
  local text = { "+++", 'model = "echo"', "temperature = 0.7", "+++", "Hi" }
  vim.cmd("silent edit " .. vim.fn.fnameescape(path))
  for _, place in ipairs({ path .. ":3", "line 3" }) do
    api.nvim_buf_set_lines(0, 0, -1, false, text)
    local lines = status()
    h.eq(row(lines, "temperature"), { "temperature", "0.7", place })
    h.eq(row(lines, "model"), { "model", "echo" })
    api.nvim_feedkeys("q", "xt", false)
    vim.cmd("enew!")
  end
end)

test("the window goes with q, and by leaving it", { 'model = "echo"' }, function()
  h.chat({ "Hi" })
  local before = api.nvim_get_current_win()
  status()
  api.nvim_feedkeys("q", "xt", false)
  h.eq({ api.nvim_get_current_win(), #api.nvim_list_wins() }, { before, 1 })
  status()
  api.nvim_set_current_win(before)
  h.wait_for("the end of the window", function() return #api.nvim_list_wins() == 1 end)
end)

test("settings that cannot be read are an error with its place", { "model =" }, function()
  h.chat({ "Hi" })
  vim.cmd("Chatmd status")
  h.ok(wait_for_message():find("^ERROR chatmd: config.toml:1:8: "), h.messages[1])
end)

-- Log ----------------------------------------------------------------------------------------

test("the log opens at its end, and no line of it is a modeline", {
  "[log]", 'file = "~/logs/a | b.log"',
}, function()
  local folder = vim.env.HOME .. "/logs"
  vim.fn.mkdir(folder, "p")
  vim.fn.writefile({ "one", "two", "# vim: set tw=33:" }, folder .. "/a | b.log")
  vim.o.modeline = true
  local buf = h.chat({ "Hi" })
  vim.cmd("Chatmd log")
  h.wait_for("the log", function() return api.nvim_get_current_buf() ~= buf end)
  h.eq(vim.fn.fnamemodify(api.nvim_buf_get_name(0), ":t"), "a | b.log")
  h.eq({ api.nvim_win_get_cursor(0)[1], vim.bo.readonly, vim.bo.modeline }, { 3, true, false })
  h.ok(vim.bo.textwidth ~= 33)
  h.eq(vim.go.modeline, true)
end)

test("a log without an entry is said to be empty", { "[log]", 'file = "~/none.log"' }, function()
  h.chat({ "Hi" })
  vim.cmd("Chatmd log")
  h.ok(wait_for_message():find("^INFO chatmd: nothing is in the log yet: `.*/none%.log`$"))
end)

test("without a log it is said how to have one", {}, function()
  h.chat({ "Hi" })
  vim.cmd("Chatmd log")
  h.ok(wait_for_message():find('\n[log]\nfile = "', 1, true), h.messages[1])
end)

-- Check --------------------------------------------------------------------------------------

local function check(script)
  require("chatmd").setup({ binary = h.fake })
  local folder = h.script(script)
  vim.cmd("Chatmd check")
  return folder
end

local function diagnostics(buf)
  return vim.tbl_map(function(found)
    return { found.lnum, found.col, found.severity, found.message }
  end, vim.diagnostic.get(buf, { namespace = require("chatmd.check").namespace }))
end

h.test("what is wrong stands at its place as a diagnostic, with the cure", function()
  local buf = h.chat({ "one", "two" })
  api.nvim_buf_set_name(buf, h.folder() .. "/talk.chat.md")
  local path = api.nvim_buf_get_name(buf)
  local folder = check(([[
    found() { say "{\"type\":\"diagnostic\",\"line\":$1,\"column\":$2,\"severity\":$3}"; }
    found 2 3 '"error","message":"no","hint":"do","path":"%s"'
    found 9 1 '"warning","message":"odd","path":"/a/config.toml"'
    found 99 1 '"warning","message":"far"'
    say '{"type":"done","errors":1,"warnings":2}'
    exit 3
  ]]):format(path))
  h.eq(wait_for_message(), "INFO chatmd: 3 things to look at")
  local error, warn = vim.diagnostic.severity.ERROR, vim.diagnostic.severity.WARN
  local found = diagnostics(buf)
  table.sort(found, function(a, b) return a[4] < b[4] end)
  h.eq(found, {
    { 0, 0, warn, "config.toml:9:1: odd" }, { 1, 0, warn, "far" }, { 1, 2, error, "no\n  do" },
  })
  h.eq(vim.fn.readfile(folder .. "/checked"), { "one", "two" })
  h.eq(vim.fn.readfile(folder .. "/arguments"), {
    "check - --format ndjson --stdin-filename " .. path,
  })
end)

h.test("what is mended is no diagnostic any more", function()
  local buf = h.chat({ "one" })
  check([[say '{"type":"diagnostic","severity":"error","line":1,"column":1,"message":"no"}'
    say '{"type":"done","errors":1,"warnings":0}']])
  wait_for_message()
  h.eq(#diagnostics(buf), 1)
  check([[say '{"type":"done","errors":0,"warnings":0}']])
  h.wait_for("the second message", function() return #h.messages == 2 end)
  h.eq(h.messages[2], "INFO chatmd: nothing to complain about")
  h.eq(diagnostics(buf), {})
end)

h.test("a check that does not end well leaves what was there, and says so", function()
  local buf = h.chat({ "one" })
  check([[say '{"type":"diagnostic","severity":"error","line":1,"column":1,"message":"no"}'
    say '{"type":"done","errors":1,"warnings":0}']])
  wait_for_message()
  check([[echo 'chatmd: error: it is too old' >&2; exit 2]])
  h.wait_for("the second message", function() return #h.messages == 2 end)
  h.eq(h.messages[2], "ERROR chatmd: it is too old")
  h.eq(#diagnostics(buf), 1)
end)

h.test("a check that nobody asked for says nothing", function()
  local buf = h.chat({ "one" })
  require("chatmd").setup({ binary = h.fake })
  h.script([[say '{"type":"done","errors":0,"warnings":0}']])
  local checked = false
  require("chatmd.check").update(buf, function() checked = true end)
  h.wait_for("the check", function() return checked end)
  h.eq(h.messages, {})
end)

h.test("diagnostics leave the reply where it is", function()
  local buf = h.chat({ "one" })
  require("chatmd").setup({ binary = h.fake })
  local folder = h.script([[
    if [ "$1" = check ]; then say '{"type":"done","errors":0,"warnings":0}'; exit; fi
    text 'two'; gate go; text ' three'; done_]])
  vim.cmd("Chatmd")
  h.wait_for("the reply", function() return h.lines(buf)[2] == "two" end)
  vim.cmd("Chatmd check")
  wait_for_message()
  api.nvim_buf_set_lines(buf, 0, 0, false, { "zero" })
  h.open_gate(folder, "go")
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "zero", "one", "two three" })
end)

h.finish()
