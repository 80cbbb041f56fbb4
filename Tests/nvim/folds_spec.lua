-- Notes and what tools have done are folded; which lines those are the real binary says.
local h = require("harness")

local api = vim.api

local reply = [[
  say '{"type":"start","id":1,"protocol":1,"provider":"fake","model":"fake-1","messages":1}'
  say '{"type":"reasoning","id":1,"text":"Hm."}'
  text '\n# === NOTE (reasoning) ===\n\nHm.\nTwo.'
  text '\n\n# === ASSISTANT ===\n\n'
  text 'Hello'
  text '\n\n# === USER ===\n'
  done_
]]

local conversation = {
  "Hi",
  "",
  "# === NOTE (reasoning) ===",
  "",
  "Hm.",
  "",
  "# === ASSISTANT ===",
  "",
  "```",
  "# === NOTE (reasoning) ===",
  "```",
  "",
  "# === NOTE ===",
  "",
  "Mine.",
  "",
  "# === USER ===",
}

--- The lines that are hidden, as first and last line of each closed fold.
local function closed()
  local folds, line = {}, 1
  while line <= api.nvim_buf_line_count(0) do
    local last = vim.fn.foldclosedend(line)
    if last > 0 then
      folds[#folds + 1] = { line, last }
      line = last
    end
    line = line + 1
  end
  return folds
end

local function wait_for_folds(expected)
  h.wait_for("folds " .. vim.inspect(expected), function()
    return vim.deep_equal(closed(), expected)
  end)
end

--- Opens a conversation as a file, with the fake in front of the real binary.
local function open(lines)
  h.need_binary()
  require("chatmd").setup({ binary = h.fake })
  local path = h.folder() .. "/chat.md"
  vim.fn.writefile(lines or conversation, path)
  vim.cmd("silent edit " .. path)
  return api.nvim_get_current_buf()
end

h.test("what was thought is folded when the reply is over", function()
  h.need_binary()
  require("chatmd").setup({ binary = h.fake })
  h.script(reply)
  local buf = h.chat({ "Hi" })
  vim.cmd("Chatmd")
  h.wait_until_over(buf)
  wait_for_folds({ { 3, 6 } })
  h.eq(h.lines(buf)[6], "Two.")
  h.eq(api.nvim_win_get_cursor(0)[1], api.nvim_buf_line_count(buf))
  h.eq(h.messages, {})
end)

h.test("notes are folded where a file is opened, and nothing else is", function()
  open()
  wait_for_folds({ { 3, 5 }, { 13, 15 } })
  h.eq(api.nvim_win_get_cursor(0)[1], 1)
end)

h.test("what the user opens stays open", function()
  local buf = open()
  wait_for_folds({ { 3, 5 }, { 13, 15 } })
  vim.cmd("3foldopen")
  h.script(reply)
  vim.cmd("Chatmd")
  h.wait_until_over(buf)
  wait_for_folds({ { 13, 15 }, { 19, 22 } })
end)

h.test("the note that the cursor is in stays open", function()
  local buf = open()
  wait_for_folds({ { 3, 5 }, { 13, 15 } })
  vim.cmd("normal! zE")
  api.nvim_win_set_cursor(0, { 5, 0 })
  h.script(reply)
  vim.cmd("Chatmd")
  h.wait_until_over(buf)
  wait_for_folds({ { 13, 15 }, { 19, 22 } })
end)

h.test("folds of another method are left alone", function()
  vim.o.foldmethod = "indent"
  local buf = open()
  h.script(reply)
  vim.cmd("Chatmd")
  h.wait_until_over(buf)
  vim.o.foldmethod = "manual"
  vim.cmd("new")
  vim.cmd("buffer " .. buf)
  wait_for_folds({ { 3, 5 }, { 13, 15 }, { 19, 22 } })
end)

h.test("a call is folded with its result, and what is only written so is not", function()
  local call = { "``` tool_call sum call_1", '{"a": 1}', "```" }
  local result = { "``` tool_result sum call_1", "1", "```" }
  local function section(role, ...)
    local lines = { ("# === %s ==="):format(role), "" }
    for _, part in ipairs({ ... }) do
      vim.list_extend(lines, part)
      lines[#lines + 1] = ""
    end
    return lines
  end
  open(vim.tbl_flatten({
    section("USER", call), -- 1 to 6
    section("ASSISTANT", { "I look." }, call), -- 7 to 14; the call from 11
    section("TOOL", result), -- 15 to 20
    section("ASSISTANT", call), -- 21 to 26; the call from 23
    section("TOOL", result), -- 27 to 32
    section("ASSISTANT", { "It is 1." }),
    section("USER", { "Fine." }),
  }))
  wait_for_folds({ { 11, 19 }, { 23, 31 } })
end)

h.test("a window that shows a conversation later has the folds too", function()
  local buf = open()
  require("chatmd.chat").enable(buf)
  wait_for_folds({ { 3, 5 }, { 13, 15 } })
  vim.cmd("enew | tabnew")
  vim.cmd("buffer " .. buf)
  wait_for_folds({ { 3, 5 }, { 13, 15 } })
  vim.cmd("tabclose")
end)

h.finish()
