-- What is an embed, and where it is, the real binary says.
local h = require("harness")

local api = vim.api

--- A conversation `chat.md` in a folder of its own, which is the current one too.
local function open(lines)
  local folder = vim.fn.resolve(h.folder())
  api.nvim_set_current_dir(folder)
  vim.fn.writefile(lines, "chat.md")
  vim.cmd("silent edit chat.md")
  require("chatmd.chat").enable(0)
  return folder
end

local function file(name, lines)
  vim.fn.mkdir(vim.fn.fnamemodify(name, ":h"), "p")
  vim.fn.writefile(lines or { "x" }, name)
end

local function test(rule, body)
  h.test(rule, function()
    local before = vim.fn.getcwd()
    require("chatmd").setup({ binary = h.need_binary(), mappings = true })
    local ok, problem = pcall(body)
    api.nvim_set_current_dir(before)
    if not ok then
      error(problem, 0)
    end
  end)
end

-- Opening ------------------------------------------------------------------------------------

local ten = vim.split("1 2 3 4 5 6 7 8 9 10", " ")

--- gf at a column of a line, from 1; the name and the line where that leads to.
local function gf(row, column)
  api.nvim_win_set_cursor(0, { row, column - 1 })
  api.nvim_feedkeys("gf", "xt", false)
  return vim.fn.fnamemodify(api.nvim_buf_get_name(0), ":t"), api.nvim_win_get_cursor(0)[1]
end

test("gf opens the embed under the cursor, from its first to its last character", function()
  open({ "Hi ![a](one.txt) ![b](<two.txt>)" })
  file("one.txt")
  file("two.txt")
  local chat = api.nvim_get_current_buf()
  for column, name in pairs({ [4] = "one.txt", [16] = "one.txt", [18] = "two.txt" }) do
    h.eq(gf(1, column), name)
    api.nvim_set_current_buf(chat)
  end
  h.eq(gf(1, 32), "two.txt")
end)

test("gf goes to the lines that are embedded", function()
  open({ "![a](one.txt#L5-L9)", "![a](one.txt#L3-4)", "![a](one.txt#L99)" })
  file("one.txt", ten)
  local chat = api.nvim_get_current_buf()
  for row, line in ipairs({ 5, 3, 10 }) do
    h.eq({ gf(row, 2) }, { "one.txt", line })
    api.nvim_set_current_buf(chat)
  end
end)

test("gf is relative to the conversation's folder", function()
  local folder = open({ "![a](one.txt)" })
  file("one.txt")
  api.nvim_set_current_dir("/")
  h.eq(gf(1, 1), "one.txt")
  h.eq(vim.fn.resolve(api.nvim_buf_get_name(0)), folder .. "/one.txt")
end)

test("beside embeds gf is what it was", function()
  open({ "![a](one.txt) two.txt", "`![a](one.txt)`", "# === ASSISTANT ===", "two.txt" })
  file("one.txt")
  file("two.txt")
  local chat = api.nvim_get_current_buf()
  h.eq(gf(1, 16), "two.txt")
  api.nvim_set_current_buf(chat)
  h.eq(gf(4, 2), "two.txt")
end)

test("a file that is not there is an error", function()
  open({ "![a](one.txt)" })
  h.eq(gf(1, 2), "chat.md")
  h.ok(h.messages[1]:find("^ERROR chatmd: there is no file `/.*one%.txt`$"), h.messages[1])
end)

h.finish()
