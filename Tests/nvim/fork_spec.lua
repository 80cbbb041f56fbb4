-- Which message is under the cursor, and whether a heading counts, the real binary says.
local h = require("harness")

local api = vim.api

local talk = {
  "+++", 'model = "echo"', "+++", "",
  "Hi", "",
  "# === ASSISTANT ===", "", "Ho", "",
  "# === USER ===", "", "More", "",
  "# === USER ===", "", "",
}

--- Forks from a line of a conversation that is the file `name` in a folder of its own.
local function fork(row, lines, name)
  local folder = vim.fn.resolve(h.folder())
  vim.fn.writefile(lines or talk, folder .. "/" .. (name or "talk.chat.md"))
  vim.cmd("silent edit " .. vim.fn.fnameescape(folder .. "/" .. (name or "talk.chat.md")))
  local buf = api.nvim_get_current_buf()
  api.nvim_win_set_cursor(0, { row, 0 })
  vim.cmd("Chatmd fork")
  return buf, folder
end

local function test(rule, body)
  h.test(rule, function()
    h.need_binary()
    body()
  end)
end

test("a fork ends with the message under the cursor, ready for the next question", function()
  local buf = fork(8)
  h.eq(h.lines(0), vim.list_extend(vim.list_slice(talk, 1, 9), { "", "# === USER ===", "", "" }))
  h.eq(api.nvim_win_get_cursor(0)[1], 13)
  h.eq(h.lines(buf), talk)
end)

test("after a message of the user's there is nothing to add", function()
  fork(6)
  h.eq(h.lines(0), vim.list_slice(talk, 1, 5))
end)

test("an empty message of the user's is there to type under", function()
  fork(16)
  h.eq(h.lines(0), talk)
end)

test("a fork is a new, unsaved file beside the old one", function()
  local _, folder = fork(5)
  h.eq(api.nvim_buf_get_name(0), folder .. "/talk-fork.chat.md")
  h.eq({ vim.bo.modified, vim.bo.filetype }, { true, "markdown" })
  h.eq(vim.loop.fs_stat(folder .. "/talk-fork.chat.md"), nil)
end)

test("a name that is taken gets a number", function()
  local buf, folder = fork(5)
  api.nvim_set_current_buf(buf)
  vim.cmd("Chatmd fork")
  h.eq(api.nvim_buf_get_name(0), folder .. "/talk-fork-2.chat.md")
end)

test("an odd name is no command", function()
  local _, folder = fork(5, talk, "a | b %# `x`.md")
  h.eq(api.nvim_buf_get_name(0), folder .. "/a | b %# `x`-fork.md")
end)

test("the fork is answered by the same model and preset, in the same line ends", function()
  local buf = h.chat({ "Hi" })
  vim.b.chatmd_model, vim.bo.fileformat = "echo", "dos"
  vim.cmd("Chatmd fork")
  h.ok(api.nvim_get_current_buf() ~= buf)
  h.eq({ vim.b.chatmd_model, vim.b.chatmd_preset, vim.bo.fileformat }, { "echo", nil, "dos" })
end)

test("where a code block is left open, no heading is put into it", function()
  fork(3, { "# === ASSISTANT ===", "", "```", "open" })
  h.eq(h.lines(0), { "# === ASSISTANT ===", "", "```", "open" })
  h.ok(h.messages[1]:find("leaves a code block open", 1, true), h.messages[1])
end)

test("above the first message there is nothing to fork", function()
  local buf = fork(1)
  h.eq(api.nvim_get_current_buf(), buf)
  h.eq(h.messages, { "ERROR chatmd: there is no message under the cursor" })
end)

h.finish()
