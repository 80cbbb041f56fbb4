-- Headings are highlighted and ruled; which lines those are the real binary says.
local h = require("harness")

local api = vim.api
local chat = require("chatmd.chat")
local roles = require("chatmd.roles")

local namespace = api.nvim_create_namespace("chatmd_roles")

local lines = {
  "+++", 'system = "# === USER ==="', "+++",
  "Hi", "",
  "# === ASSISTANT ===", "",
  "```", "# === USER ===", "```", "",
  "# === NOTE (reasoning) ===", "", "Hm.", "",
  "# === SYSTEM ===", "", "Be brief.", "",
  "# === USER ===",
}
local expected = {
  { 6, "ChatmdAssistant" }, { 12, "ChatmdNote" }, { 16, "ChatmdSystem" }, { 20, "ChatmdUser" },
}

--- The marked lines, from 1, and how they are marked.
local function marked(buf)
  local found = {}
  for _, mark in ipairs(api.nvim_buf_get_extmarks(buf, namespace, 0, -1, { details = true })) do
    found[#found + 1] = { mark[2] + 1, mark[4].hl_group }
  end
  return found
end

local function wait_for_marks(buf, marks)
  h.wait_for("headings " .. vim.inspect(marks), function()
    return vim.deep_equal(marked(buf), marks)
  end)
end

--- A conversation, with the fake in front of the real binary.
local function open(text)
  h.need_binary()
  require("chatmd").setup({ binary = h.fake })
  local buf = h.chat(text or lines)
  chat.enable(buf)
  return buf
end

--- How often the binary is asked from now on; the second value ends the counting.
local function count_reads()
  local conversation = require("chatmd.conversation")
  local read, count = conversation.read, 0
  conversation.read = function(...)
    count = count + 1
    return read(...)
  end
  return function() return count end, function() conversation.read = read end
end

h.test("headings are marked by role, and what only looks like one is not", function()
  wait_for_marks(open(), expected)
end)

h.test("the mark covers the heading, and rules the line", function()
  local buf = open()
  wait_for_marks(buf, expected)
  local mark = api.nvim_buf_get_extmarks(buf, namespace, 0, -1, { details = true })[1][4]
  h.eq({ mark.end_row, mark.end_col }, { 5, #lines[6] })
  local rules = api.nvim_create_namespace("chatmd_rules")
  local rule = api.nvim_buf_get_extmarks(buf, rules, 0, -1, { details = true })[1]
  h.eq({ rule[2], rule[4].hl_group, rule[4].hl_eol }, { 5, "ChatmdRule", true })
end)

h.test("another buffer is left alone", function()
  h.need_binary()
  local buf = h.chat(lines)
  vim.cmd("silent doautocmd <nomodeline> BufWinEnter")
  h.eq(marked(buf), {})
end)

h.test("a heading that is typed is marked at once, before the binary is asked", function()
  local buf = open()
  wait_for_marks(buf, expected)
  local count, stop = count_reads()
  api.nvim_buf_set_lines(buf, -1, -1, false, { "", "More", "", "# === ASSISTANT ===" })
  h.wait_for("the mark", function() return #marked(buf) == 5 end)
  h.eq({ marked(buf)[5], count() }, { { 24, "ChatmdAssistant" }, 0 })
  stop()
end)

h.test("what was only taken for a heading is corrected after a pause", function()
  local buf = open()
  wait_for_marks(buf, expected)
  api.nvim_buf_set_lines(buf, 8, 8, false, { "# === ASSISTANT ===" })
  h.wait_for("the mark", function() return #marked(buf) == 5 end)
  wait_for_marks(buf, vim.tbl_map(function(mark)
    return { mark[1] > 6 and mark[1] + 1 or mark[1], mark[2] }
  end, expected))
end)

h.test("many changes in one go are one question", function()
  local buf = open()
  wait_for_marks(buf, expected)
  local count, stop = count_reads()
  for index = 1, 200 do
    api.nvim_buf_set_lines(buf, 3, 4, false, { "Hi " .. index })
  end
  h.wait_for("the question", function() return count() > 0 end)
  stop()
  h.eq(count(), 1)
end)

h.test("nothing is asked while a reply is written, and the headings stand at its end", function()
  local buf = open({ "Hi" })
  local folder = h.script([[
    text '\n# === ASSISTANT ===\n\none'
    gate more
    text '\n```\n# === USER ===\n```\n\n# === USER ===\n'
    done_
  ]])
  vim.cmd("Chatmd")
  h.wait_for("the beginning", function() return #h.lines(buf) == 5 end)
  h.wait_for("its heading", function() return #marked(buf) == 1 end)
  local count, stop = count_reads()
  -- Longer than any pause, by the clock of the timers themselves.
  local is_over = false
  vim.defer_fn(function() is_over = true end, 700)
  h.wait_for("a pause", function() return is_over end)
  h.eq(count(), 0)
  stop()
  h.open_gate(folder, "more")
  h.wait_until_over(buf)
  wait_for_marks(buf, { { 3, "ChatmdAssistant" }, { 10, "ChatmdUser" } })
end)

h.test("a file that is read anew is marked anew", function()
  h.need_binary()
  local path = h.folder() .. "/talk.md"
  vim.fn.writefile(lines, path)
  vim.cmd("silent edit " .. path)
  local buf = api.nvim_get_current_buf()
  chat.enable(buf)
  wait_for_marks(buf, expected)
  vim.fn.writefile({ "Hi", "", "# === ASSISTANT ===", "", "Hello" }, path)
  h.reread()
  wait_for_marks(buf, { { 3, "ChatmdAssistant" } })
end)

h.test("a user's highlights win, and a new colour scheme has the defaults again", function()
  open()
  vim.cmd("highlight ChatmdUser gui=bold | highlight link ChatmdRule NONE")
  open()
  h.ok(vim.fn.execute("highlight ChatmdUser"):find("gui=bold"))
  h.ok(not vim.fn.execute("highlight ChatmdUser"):find("links"))
  h.ok(vim.fn.execute("highlight ChatmdRule"):find("cleared"))
  vim.cmd("highlight clear")
  for name, link in pairs(roles.defaults) do
    h.ok(vim.fn.execute("highlight " .. name):find("links to " .. link), name)
  end
end)

h.test("a buffer that goes away takes everything along", function()
  local buf = open()
  wait_for_marks(buf, expected)
  api.nvim_buf_set_lines(buf, 0, 0, false, { "changed a moment before" })
  vim.cmd("bwipeout! " .. buf)
  local is_over = false
  vim.defer_fn(function() is_over = true end, 500)
  h.wait_for("a pause", function() return is_over end)
  h.eq({ vim.v.errmsg, h.messages }, { "", {} })
  h.eq(vim.fn.exists("#chatmd_chat_" .. buf), 0)
end)

h.finish()
