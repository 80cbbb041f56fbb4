-- Messages as what the cursor moves by and operators take; where they are the real binary says.
local h = require("harness")

local api = vim.api

local talk = {
  "+++", 'model = "echo"', "+++", "",
  "Hi", "",
  "# === ASSISTANT ===", "", "```", "# === USER ===", "```", "", "Ho", "",
  "# === USER ===", "", "More", "",
  "# === ASSISTANT ===", "",
}

--- With the default mappings in a conversation, the cursor on its first line.
local function test(rule, body)
  h.test(rule, function()
    require("chatmd").setup({ binary = h.need_binary(), mappings = true })
    local buf = h.chat(talk)
    require("chatmd.chat").enable(buf)
    api.nvim_win_set_cursor(0, { 1, 0 })
    body(buf)
  end)
end

local function keys(typed)
  api.nvim_feedkeys(api.nvim_replace_termcodes(typed, true, true, true), "xt", false)
end

local function line()
  return api.nvim_win_get_cursor(0)[1]
end

local function at(row, typed)
  api.nvim_win_set_cursor(0, { row, 0 })
  keys(typed)
end

test("]m and [m go from message to message", function()
  local seen = {}
  for _, key in ipairs({ "]m", "]m", "]m", "]m", "]m", "[m", "[m", "[m", "[m" }) do
    keys(key)
    seen[#seen + 1] = line()
  end
  h.eq(seen, { 5, 7, 15, 19, 19, 15, 7, 5, 5 })
end)

test("a count goes so many messages, and no further than there are", function()
  at(1, "3]m")
  h.eq(line(), 15)
  keys("2[m")
  h.eq(line(), 5)
  keys("9]m")
  h.eq(line(), 19)
  keys("9[m")
  h.eq(line(), 5)
end)

test("going to a message is a jump", function()
  at(5, "]m")
  keys("``")
  h.eq(line(), 5)
end)

test("an operator takes what is up to the next message", function(buf)
  at(7, "d]m")
  h.eq(vim.list_slice(h.lines(buf), 5, 8), { "Hi", "", "# === USER ===", "" })
end)

test("a selection goes on to the next message", function()
  at(7, "V]my")
  h.eq(vim.fn.getreg('"'):sub(-15), "# === USER ===\n")
end)

test("im is the text of a message", function(buf)
  at(8, "yim")
  h.eq(vim.fn.getreg('"'), "```\n# === USER ===\n```\n\nHo\n")
  at(9, "dim")
  h.eq(vim.list_slice(h.lines(buf), 7, 10), { "# === ASSISTANT ===", "", "", "# === USER ===" })
end)

test("am is a message with its heading and the blank lines below", function(buf)
  at(9, "dam")
  h.eq(vim.list_slice(h.lines(buf), 5, 8), { "Hi", "", "# === USER ===", "" })
end)

test("text objects take a count", function()
  at(5, "y2am")
  h.eq(vim.fn.getreg('"'), table.concat(talk, "\n", 5, 14) .. "\n")
  at(7, "v2imy")
  h.eq(vim.fn.getreg('"'), table.concat(talk, "\n", 9, 17) .. "\n")
end)

test("a selection of a message grows by the next one", function()
  at(9, "vamamy")
  h.eq(vim.fn.getreg('"'), table.concat(talk, "\n", 7, 18) .. "\n")
end)

test("a message without text has no text to take", function(buf)
  at(20, "dim")
  h.eq(h.lines(buf), talk)
end)

test("above the first message there is none", function(buf)
  at(2, "dam")
  h.eq(h.lines(buf), talk)
end)

test("what cannot be read is said, and the cursor stays", function(buf)
  api.nvim_buf_set_lines(buf, 1, 2, false, { "model =" })
  at(5, "]m")
  h.eq(line(), 5)
  h.ok(h.messages[1]:find("^WARN chatmd: line 2:8: front matter"), h.messages[1])
end)

h.finish()
