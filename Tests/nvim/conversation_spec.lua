-- How a buffer reads, the real binary says.
local h = require("harness")
local ask = require("chatmd.ask")
local conversation = require("chatmd.conversation")

local api = vim.api

local function test(rule, body)
  h.test(rule, function()
    h.need_binary()
    body()
  end)
end

--- Every message as `role heading first-last`.
local function shown(read)
  return vim.tbl_map(function(message)
    return ("%s %s %d-%d"):format(
      message.role, message.heading_line or "-", message.lines.first, message.lines.last
    )
  end, read.messages)
end

local function read(lines)
  local found, problem = conversation.now(h.chat(lines))
  h.eq(problem, nil)
  return found
end

local talk = {
  "+++", 'model = "echo"', "+++", "",
  "Hi", "",
  "# === ASSISTANT ===", "", "```", "# === USER ===", "```", "",
  "# === USER ===", "", "More", "", "",
}

test("messages are where the binary says", function()
  h.eq(shown(read(talk)), { "user - 5-5", "assistant 7 9-11", "user 13 15-15" })
end)

test("a heading without text is a message too, wherever it stands", function()
  h.eq(shown(read({
    "# === SYSTEM ===", "# === USER (Ada) ===", "Hi", "", "# === ASSISTANT ===", "", "Ho", "",
    "# === USER ===", "",
  })), { "system 1 2-1", "user 2 3-3", "assistant 5 7-7", "user 9 10-9" })
end)

test("an empty heading is known by the front matter's delimiters", function()
  h.eq(shown(read({ "+++", 'user_delimiter = "## Me"', "+++", "Hi", "## Me" })), {
    "user - 4-4", "user 5 6-5",
  })
end)

test("an empty buffer holds no message", function()
  h.eq(shown(read({ "" })), {})
end)

test("a buffer is read once as long as it does not change", function()
  local buf = h.chat(talk)
  local first = conversation.now(buf)
  local again
  conversation.get(buf, function(found) again = found end)
  h.ok(rawequal(first, again))
  api.nvim_buf_set_lines(buf, -1, -1, false, { "# === NOTE ===", "x" })
  h.eq(#conversation.now(buf).messages, 4)
end)

test("who asks at the same time gets the same answer", function()
  local buf, answers = h.chat(talk), {}
  for _ = 1, 2 do
    conversation.get(buf, function(found) table.insert(answers, found) end)
  end
  h.wait_for("both answers", function() return #answers == 2 end)
  h.ok(rawequal(answers[1], answers[2]))
end)

test("one who does not wait any longer is not called, the others are", function()
  local buf, called = h.chat(talk), {}
  local cancel = conversation.get(buf, function() table.insert(called, "first") end)
  conversation.get(buf, function() table.insert(called, "second") end)
  cancel()
  h.wait_for("the answer", function() return #called > 0 end)
  h.eq(called, { "second" })
end)

test("what cannot be read is a sentence with its place", function()
  local found, problem = conversation.now(h.chat({ "+++", "model =", "+++", "Hi" }))
  h.eq(found, nil)
  h.ok(problem:find("^line 2:8: front matter: "), problem)
end)

h.test("without the program there is a sentence with the cure", function()
  require("chatmd").setup({ binary = "/nowhere/chatmd" })
  local found, problem = conversation.now(h.chat({ "Hi" }))
  h.eq({ found, problem }, { nil, "the option `binary` names no program: /nowhere/chatmd" })
end)

h.test("a motion does not wait for ever", function()
  local cancelled = false
  local answer, problem = ask.wait(10, function()
    return function() cancelled = true end
  end)
  h.eq({ answer, problem, cancelled }, { nil, "its program took too long", true })
end)

test("a line belongs to the message above it, blank lines included", function()
  local found = read(talk)
  local at = {}
  for line = 1, #talk do
    at[line] = conversation.index_at(found, line) or 0
  end
  h.eq(at, { 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3 })
  h.eq({ conversation.last_line(found, 2), conversation.last_line(found, 3) }, { 12, #talk })
end)

test("messages are counted from a line in both directions", function()
  local found = read(talk)
  local function from(line, count) return conversation.index_from(found, line, count) or 0 end
  h.eq({ from(1, 1), from(5, 1), from(8, 1), from(13, 1) }, { 1, 2, 3, 0 })
  h.eq({ from(1, 2), from(5, 9) }, { 2, 3 })
  h.eq({ from(16, -1), from(13, -1), from(8, -1), from(5, -1), from(2, -1) }, { 3, 2, 2, 0, 0 })
  h.eq({ from(16, -2), from(16, -9) }, { 2, 1 })
end)

h.finish()
