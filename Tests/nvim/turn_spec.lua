-- :Chatmd continue and :Chatmd regenerate: the plugin's part, with the real `chatmd parse`.
local h = require("harness")

local api = vim.api

--- A test with the program that does what it is told, but reads conversations as the real one.
local function test(rule, body)
  h.test(rule, function()
    h.need_binary()
    require("chatmd").setup({ binary = h.fake })
    local ok, problem = pcall(body)
    vim.env.FAKE_PARSE = nil
    if not ok then
      error(problem, 0)
    end
  end)
end

local function request(folder)
  return vim.json.decode(table.concat(vim.fn.readfile(folder .. "/request"), "\n"))
end

local function run(subcommand, buf)
  vim.cmd("Chatmd " .. subcommand)
  h.wait_for("the end of the reply", function()
    return #h.messages > 0 or (vim.b[buf].chatmd ~= nil and not h.is_busy(buf))
  end)
end

local broken_off = {
  "Hi", "", "# === ASSISTANT ===", "", "Hel", "", "# === USER ===", "",
}
local rest = [[
  text 'lo'
  text ' there\nand more'
  text '\n\n# === USER ===\n'
  done_
]]
local whole = {
  "Hi", "", "# === ASSISTANT ===", "", "Hello there", "and more", "", "# === USER ===", "",
}

-- Going on ---------------------------------------------------------------------------------------

test("a reply that broke off is gone on with where its text ends", function()
  local folder = h.script(rest)
  local buf = h.chat(broken_off)
  run("continue", buf)
  h.eq(h.lines(buf), whole)
  h.eq(h.messages, {})
  local sent = request(folder)
  h.eq({ sent["continue"], sent.text }, { true, table.concat(broken_off, "\n") .. "\n" })
end)

test("so is one without a heading after it", function()
  h.script(rest)
  local buf = h.chat({ "Hi", "", "# === ASSISTANT ===", "", "Hel" })
  run("continue", buf)
  h.eq(h.lines(buf), whole)
end)

test("bytes are counted, not characters", function()
  h.script("text 'ß'; done_")
  local buf = h.chat({ "+++", "# ä€😀", "+++", "ö", "# === ASSISTANT ===", "€", "ä€😀" })
  run("continue", buf)
  h.eq(h.lines(buf)[7], "ä€😀ß")
end)

test("one undo takes back what was added, and brings back the heading", function()
  h.script(rest)
  local buf = h.chat(broken_off)
  run("continue", buf)
  vim.cmd("silent undo")
  h.eq(h.lines(buf), broken_off)
  vim.cmd("silent redo")
  h.eq(h.lines(buf), whole)
end)

test("discarding takes back what was added, and brings back the heading", function()
  h.script(rest)
  local buf = h.chat(broken_off)
  run("continue", buf)
  vim.cmd("Chatmd discard")
  h.eq(h.lines(buf), broken_off)
  vim.cmd("silent undo | doautocmd TextChanged")
  h.eq(h.lines(buf), whole)
end)

test("discarding works after undo and redo too, and keeps the next question", function()
  h.script(rest)
  local buf = h.chat(broken_off)
  run("continue", buf)
  vim.cmd("silent undo | doautocmd TextChanged | silent redo | doautocmd TextChanged")
  api.nvim_buf_set_lines(buf, -2, -1, false, { "next" })
  vim.cmd("Chatmd discard")
  h.eq(h.lines(buf), {
    "Hi", "", "# === ASSISTANT ===", "", "Hel", "", "# === USER ===", "", "next",
  })
end)

test("a reply that fails before its first word changes nothing", function()
  h.script([[say '{"type":"error","id":1,"code":"network","message":"No route"}'; exit 6]])
  local buf = h.chat(broken_off)
  local tick = api.nvim_buf_get_changedtick(buf)
  run("continue", buf)
  h.wait_until_over(buf)
  h.eq(h.messages, { "ERROR chatmd: No route" })
  h.eq({ h.lines(buf), api.nvim_buf_get_changedtick(buf) }, { broken_off, tick })
end)

test("what is typed under the heading meanwhile stays, with its heading", function()
  local folder = h.script("gate go;" .. rest)
  local buf = h.chat(broken_off)
  vim.cmd("Chatmd continue")
  h.wait_for("the request", function() return h.state(buf) == "waiting" end)
  api.nvim_buf_set_lines(buf, -2, -1, false, { "mine" })
  h.open_gate(folder, "go")
  h.wait_until_over(buf)
  h.eq(h.lines(buf), vim.list_extend(vim.list_slice(whole, 1), {
    "", "# === USER ===", "mine",
  }))
end)

test("the view follows from under the heading, and the label is beside the reply's", function()
  local folder = h.script("text 'lo'; gate go; text '\\nmore'; done_")
  local buf = h.chat(broken_off)
  vim.cmd("Chatmd continue")
  h.wait_for("the first words", function() return #h.lines(buf) == 5 end)
  local namespace = api.nvim_create_namespace("chatmd")
  local marks = api.nvim_buf_get_extmarks(buf, namespace, 0, -1, { details = true })
  h.eq({ #marks, marks[1][2] }, { 1, 2 })
  h.open_gate(folder, "go")
  h.wait_until_over(buf)
  h.eq(api.nvim_win_get_cursor(0)[1], 6)
end)

test("a block that was closed behind the reply is opened again", function()
  h.script([[
    say '{"type":"start","id":1,"model":"m","continues_at":{"offset":30,"line":6,"column":2}}'
    text '\ny'
    text '\n````\n\n# === USER ===\n'
    done_
  ]])
  local buf = h.chat({
    "Hi", "", "# === ASSISTANT ===", "", "```", "x", "````", "", "# === USER ===", "",
  })
  run("continue", buf)
  h.eq(h.lines(buf), {
    "Hi", "", "# === ASSISTANT ===", "", "```", "x", "y", "````", "", "# === USER ===", "",
  })
end)

for what, lines in pairs({
  ["a question"] = { "Hi" },
  ["nothing"] = { "" },
  ["an answered question and the next one"] = {
    "Hi", "", "# === ASSISTANT ===", "", "Hello", "", "# === USER ===", "", "next",
  },
}) do
  test("where a conversation ends with " .. what .. " nothing goes on", function()
    h.script(rest)
    local buf = h.chat(lines)
    run("continue", buf)
    h.eq(h.messages, {
      "ERROR chatmd: the conversation does not end with a reply that could go on",
    })
    h.eq(h.lines(buf), lines)
  end)
end

test("an edit while the conversation is read is read as well", function()
  local folder = h.script(rest)
  local buf = h.chat(broken_off)
  vim.cmd("Chatmd continue")
  api.nvim_buf_set_lines(buf, 0, 0, false, { "new", "first lines" })
  h.wait_for("the request", function() return h.state(buf) ~= nil end)
  h.wait_until_over(buf)
  h.eq(vim.list_slice(h.lines(buf), 3), whole)
  h.ok(vim.startswith(request(folder).text, "new\nfirst lines\nHi\n"))
end)

test("a conversation that cannot be read is told", function()
  for _, subcommand in ipairs({ "continue", "regenerate" }) do
    h.messages = {}
    vim.env.FAKE_PARSE = "echo 'chatmd:2:1: error: invalid UTF-8' >&2; exit 3"
    h.script("done_")
    local buf = h.chat(broken_off)
    run(subcommand, buf)
    h.eq(h.messages, { "ERROR chatmd: line 2:1: invalid UTF-8" })
    h.eq(h.lines(buf), broken_off)
  end
end)

test("a program that crashes or knows no such command is told", function()
  for script, words in pairs({
    ["kill -SEGV $$"] = "its program failed (signal 11, SIGSEGV)",
    ["echo 'chatmd: error: unknown command `parse`' >&2; exit 2"] = "unknown command `parse`",
  }) do
    h.messages = {}
    vim.env.FAKE_PARSE = script
    h.script("done_")
    local buf = h.chat(broken_off)
    run("continue", buf)
    h.eq(h.messages, { "ERROR chatmd: " .. words })
    h.eq(h.lines(buf), broken_off)
  end
end)

test("a missing program is told", function()
  require("chatmd").setup({ binary = "/nowhere/chatmd" })
  h.chat(broken_off)
  vim.cmd("Chatmd continue")
  h.eq(h.messages, { "ERROR chatmd: the option `binary` names no program: /nowhere/chatmd" })
end)

-- Another answer ---------------------------------------------------------------------------------

local answer = [[
  text '\n# === ASSISTANT ===\n\nanother'
  text '\n\n# === USER ===\n'
  done_
]]
local answered_anew = {
  "Hi", "", "# === ASSISTANT ===", "", "another", "", "# === USER ===", "",
}

test("another answer takes the place of the last one", function()
  local folder = h.script(answer)
  local buf = h.chat(whole)
  run("regenerate", buf)
  h.eq(h.lines(buf), answered_anew)
  h.eq(request(folder).text, "Hi\n")
  h.eq(h.messages, {})
end)

test("no empty heading stays behind a note of the user's", function()
  h.script(answer)
  local buf = h.chat({
    "Hi", "", "# === ASSISTANT ===", "old", "", "# === NOTE ===", "mine", "", "# === USER ===", "",
  })
  run("regenerate", buf)
  h.eq(h.lines(buf), vim.list_extend({ "Hi", "", "# === NOTE ===", "mine" }, {
    unpack(answered_anew, 2),
  }))
end)

test("an undo takes the new answer back, another one brings back the old one", function()
  h.script(answer)
  local buf = h.chat(whole)
  run("regenerate", buf)
  vim.cmd("silent undo")
  h.eq(h.lines(buf), { "Hi" })
  vim.cmd("silent undo")
  h.eq(h.lines(buf), whole)
end)

test("calls, results and thoughts are a part of the answer, notes are not", function()
  h.script(answer)
  local turn = {
    "# === NOTE (reasoning) ===", "", "hm", "",
    "# === ASSISTANT ===", "", "``` tool_call calculator call_1", "{}", "```", "",
    "# === TOOL ===", "", "``` tool_result calculator call_1", "2", "```", "",
    "# === NOTE ===", "", "mine", "",
    "# === ASSISTANT ===", "", "It is 2.", "", "# === USER ===", "",
  }
  local before = {
    "first", "", "# === ASSISTANT ===", "", "kept", "", "# === USER ===", "", "second", "",
  }
  local buf = h.chat(vim.list_extend(vim.list_slice(before, 1), turn))
  run("regenerate", buf)
  h.eq(h.lines(buf), vim.list_extend(vim.list_slice(before, 1), {
    "# === NOTE ===", "", "mine", "",
    "# === ASSISTANT ===", "", "another", "", "# === USER ===", "",
  }))
end)

for what, lines in pairs({
  ["a question"] = {
    "Hi", "", "# === ASSISTANT ===", "", "Hello", "", "# === USER ===", "", "next",
  },
  ["nothing"] = { "" },
  ["a reply to nothing"] = { "# === ASSISTANT ===", "", "Hello" },
}) do
  test("where a conversation ends with " .. what .. " no answer is replaced", function()
    h.script(answer)
    local buf = h.chat(lines)
    run("regenerate", buf)
    h.eq(h.messages, {
      "ERROR chatmd: the conversation does not end with an answer that could be replaced",
    })
    h.eq(h.lines(buf), lines)
  end)
end

test("nothing is replaced while a reply is written or the buffer cannot be changed", function()
  h.script("while hear; do :; done")
  local buf = h.chat(whole)
  for _, subcommand in ipairs({ "send", "regenerate", "continue" }) do
    vim.cmd("Chatmd " .. subcommand)
  end
  h.eq(#h.messages, 2)
  h.ok(h.messages[1]:find("^WARN .*being answered already"))
  vim.cmd("Chatmd discard")
  vim.bo[buf].modifiable = false
  h.messages = {}
  vim.cmd("Chatmd regenerate")
  h.eq(h.messages, { "ERROR chatmd: this buffer is not modifiable" })
  h.eq(h.lines(buf), whole)
end)

h.finish()
