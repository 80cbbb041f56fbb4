-- What is an embed, and where it is, the real binary says.
local h = require("harness")
local embeds = require("chatmd.embeds")

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

-- Attaching ----------------------------------------------------------------------------------

local talk = {
  "Hi", "", "# === ASSISTANT ===", "", "Ho", "", "# === USER ===", "", "",
}

test("a file goes to the end of the user's last message", function()
  open({ "# === USER ===", "Hi", "", "# === ASSISTANT ===", "Ho" })
  file("a.png")
  api.nvim_win_set_cursor(0, { 5, 0 })
  vim.cmd("Chatmd attach a.png")
  h.eq(h.lines(0), {
    "# === USER ===", "Hi", "", "![a.png](a.png)", "", "# === ASSISTANT ===", "Ho",
  })
end)

test("a message that is still empty begins with it", function()
  open(talk)
  file("a.png")
  vim.cmd("Chatmd attach a.png")
  h.eq(h.lines(0)[1], "Hi")
  api.nvim_win_set_cursor(0, { 5, 0 })
  vim.cmd("Chatmd attach a.png")
  h.eq(vim.list_slice(h.lines(0), 8), { "# === USER ===", "", "![a.png](a.png)", "" })
end)

test("in a message of the user's it goes to the cursor", function()
  open({ "one", "", "two", "", "# === USER ===", "three" })
  file("a.png")
  api.nvim_win_set_cursor(0, { 2, 0 })
  vim.cmd("Chatmd attach a.png")
  api.nvim_win_set_cursor(0, { 3, 0 })
  vim.cmd("Chatmd attach a.png")
  h.eq(vim.list_slice(h.lines(0), 1, 4), { "one", "![a.png](a.png)", "two", "![a.png](a.png)" })
end)

test("an empty conversation begins with it", function()
  open({ "" })
  file("a.png")
  vim.cmd("Chatmd attach a.png")
  h.eq(h.lines(0), { "![a.png](a.png)" })
end)

test("without a file name, from which paths go, a path is absolute, and that is said", function()
  local folder = open({ "" })
  file("a.png")
  h.chat({ "Hi" })
  vim.cmd("Chatmd attach a.png")
  h.eq(h.lines(0), { "Hi", ("![a.png](%s/a.png)"):format(folder) })
  h.ok(h.messages[1]:find("^WARN chatmd: this buffer has no file name"), h.messages[1])
end)

test("in a code block it would be none, and so it goes below", function()
  open({ "look", "```", "code", "```" })
  file("a.png")
  api.nvim_win_set_cursor(0, { 3, 0 })
  vim.cmd("Chatmd attach a.png")
  h.eq(h.lines(0), { "look", "```", "code", "```", "", "![a.png](a.png)" })
end)

test("where a code block is left open, nothing is written, and why is said", function()
  open({ "look", "```", "code" })
  file("a.png")
  api.nvim_win_set_cursor(0, { 3, 0 })
  vim.cmd("Chatmd attach a.png")
  h.eq(h.lines(0), { "look", "```", "code" })
  h.ok(h.messages[1]:find("is a code block left open", 1, true), h.messages[1])
end)

test("any name is read back as it is", function()
  open({ "Hi" })
  if vim.treesitter.stop then
    -- The highlighter of Neovim 0.12 itself trips over links that are gone.
    pcall(vim.treesitter.stop)
  end
  for _, name in ipairs({
    "a b.txt", "a(b)[c].txt", "100%25 #L3.txt", "a&amp;b.txt", "b`c`.txt", "x<y>.txt", "it\\s.txt",
    "http:x.txt", "![é] *ü*.txt",
  }) do
    file(name, { name })
    api.nvim_buf_set_lines(0, 0, -1, false, { "Hi" })
    vim.cmd("Chatmd attach " .. name)
    h.eq(h.messages, {}, name)
    h.eq(#h.lines(0), 2, name)
    vim.cmd("silent write")
    local chat = api.nvim_get_current_buf()
    api.nvim_win_set_cursor(0, { 2, 3 })
    api.nvim_feedkeys("gf", "xt", false)
    h.eq(h.lines(0), { name })
    h.eq(vim.fn.fnamemodify(api.nvim_buf_get_name(0), ":t"), name)
    api.nvim_set_current_buf(chat)
  end
end)

test("blanks and parentheses stay readable", function()
  h.eq(embeds.destination("a b (c).txt"), "<a b (c).txt>")
  h.eq(embeds.destination("a[b].txt"), "a[b].txt")
end)

test("a path is relative to the conversation's folder, wherever Neovim is", function()
  local folder = open({ "Hi" })
  file("sub/here/a.txt")
  file("beside/b.txt")
  vim.cmd("silent write sub/chat.md | silent edit sub/chat.md")
  api.nvim_set_current_dir(folder .. "/beside")
  h.eq(embeds.relative(folder .. "/sub/here/a.txt", folder .. "/sub"), "here/a.txt")
  h.eq(embeds.relative(folder .. "/beside/b.txt", folder .. "/sub"), "../beside/b.txt")
  h.eq(embeds.relative("/nowhere/b.txt", folder .. "/sub"), "/nowhere/b.txt")
  vim.cmd("Chatmd attach b.txt")
  h.eq(h.lines(0)[2], "![b.txt](../beside/b.txt)")
end)

test("a file that does not exist is an error, and so is a folder", function()
  local folder = open({ "Hi" })
  vim.cmd("Chatmd attach no such.txt")
  vim.cmd("Chatmd attach " .. folder)
  h.eq(h.lines(0), { "Hi" })
  h.eq(h.messages, {
    "ERROR chatmd: there is no file `no such.txt`",
    ("ERROR chatmd: `%s` is a folder"):format(folder),
  })
end)

test("files are completed, blanks in their names included", function()
  open({ "Hi" })
  file("my notes.txt")
  h.eq(vim.fn.getcompletion("Chatmd attach my", "cmdline"), { "my notes.txt" })
  h.eq(vim.fn.getcompletion("Chatmd attach my n", "cmdline"), { "notes.txt" })
  vim.cmd("Chatmd attach my\\ notes.txt")
  h.eq(h.lines(0)[2], "![my notes.txt](<my notes.txt>)")
end)

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
