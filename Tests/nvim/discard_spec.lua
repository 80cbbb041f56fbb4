-- :Chatmd discard, whatever happened to the reply since.
local h = require("harness")

local api = vim.api
local chatmd = require("chatmd")

local reply = [[
  text '\n# === ASSISTANT ===\n\n'
  text 'one\ntwo'
  text '\n\n# === USER ===\n'
  done_
]]

local NOTHING = "INFO chatmd: nothing to discard: no reply was written into this buffer"
  .. " since it was read"

--- A file in a buffer. What else happens when one is opened is not this plugin's.
local function open(path)
  vim.fn.writefile({ "Hi" }, path)
  vim.cmd("noautocmd edit " .. path)
  return api.nvim_get_current_buf()
end

--- Sees undo and redo, as the main loop would after each.
local function undo(command)
  vim.cmd("silent " .. command)
  vim.cmd("doautocmd TextChanged")
end

local function discard()
  vim.cmd("Chatmd discard")
end

--- A buffer with a reply in it, and the cursor where the next question goes.
local function answered(lines, script)
  h.script(script or reply)
  local buf = h.chat(lines or { "Hi" })
  chatmd.answer()
  h.wait_until_over(buf)
  return buf
end

h.test("a reply is removed with its headings", function()
  local buf = answered()
  discard()
  h.eq(h.lines(buf), { "Hi" })
  h.eq(h.messages, {})
end)

h.test("undo brings a removed reply back, which can be removed again", function()
  local buf = answered()
  local before = h.lines(buf)
  for _ = 1, 2 do
    discard()
    h.eq(h.lines(buf), { "Hi" })
    undo("undo")
    h.eq(h.lines(buf), before)
  end
  undo("redo")
  h.eq(h.lines(buf), { "Hi" })
  discard()
  h.eq(h.messages, { NOTHING })
end)

h.test("what was typed before, behind and inside of it makes no difference", function()
  local buf = answered({ "Hi", "there" })
  api.nvim_buf_set_lines(buf, 0, 0, false, { "above" })
  api.nvim_buf_set_text(buf, 2, 5, 2, 5, { ", you", "two" })
  api.nvim_buf_set_lines(buf, 8, 9, false, { "mine", "all mine" })
  api.nvim_buf_set_lines(buf, -2, -1, false, { "next question" })
  discard()
  h.eq(h.lines(buf), { "above", "Hi", "there, you", "two", "next question" })
  undo("undo")
  h.eq(#h.lines(buf), 13)
end)

h.test("the next question stays, on lines of its own", function()
  local buf = answered()
  api.nvim_buf_set_text(buf, 8, 0, 8, 0, { "next", "question" })
  h.eq(vim.list_slice(h.lines(buf), 7), { "", "# === USER ===", "next", "question" })
  discard()
  h.eq(h.lines(buf), { "Hi", "next", "question" })
end)

h.test("lines opened below the question or the last heading stay", function()
  local child = h.child()
  child.lua([[vim.api.nvim_buf_set_lines(0, 0, -1, false, { "Hi" })]])
  h.script(reply)
  child.lua([[vim.cmd("Chatmd")]])
  h.wait_for("the reply", function()
    return child.lua("return (vim.b.chatmd or {}).state") == "done"
      and child.lua("return vim.fn.exists('#chatmd_session_1')") == 0
  end)
  child.type("ggomine<Esc>GOyours<Esc>")
  child.type(":Chatmd discard<CR>")
  h.eq(child.lines(), { "Hi", "mine", "yours", "" })
  child.type("u")
  h.eq(#child.lines(), 11)
  child.stop()
end)

h.test("a question that grew at its end keeps what was added", function()
  local buf = answered()
  api.nvim_buf_set_text(buf, 0, 2, 0, 2, { " there" })
  discard()
  h.eq(h.lines(buf), { "Hi there" })
end)

h.test("a heading that was joined to the question goes alone", function()
  local buf = answered()
  vim.cmd("normal! ggJJ")
  h.eq(h.lines(buf)[1], "Hi # === ASSISTANT ===")
  discard()
  h.eq(vim.trim(h.lines(buf)[1]), "Hi")
  h.eq(#h.lines(buf), 1)
end)

h.test("several replies go one by one, newest first", function()
  local buf = answered()
  api.nvim_buf_set_lines(buf, -2, -1, false, { "more" })
  h.script(reply)
  chatmd.answer()
  h.wait_until_over(buf)
  h.eq(#h.lines(buf), 17)
  discard()
  h.eq(vim.list_slice(h.lines(buf), 8), { "# === USER ===", "more" })
  discard()
  h.eq(h.lines(buf), { "Hi", "more" })
  discard()
  h.eq(h.messages, { NOTHING })
end)

h.test("an undone reply is none, and a redone one is one", function()
  local buf = answered()
  undo("undo")
  discard()
  h.eq(h.messages, { NOTHING })
  h.eq(h.lines(buf), { "Hi" })
  undo("redo")
  h.eq(#h.lines(buf), 9)
  -- What is typed behind it is not taken for a part of it.
  api.nvim_buf_set_lines(buf, -2, -1, false, { "next" })
  discard()
  h.eq(h.lines(buf), { "Hi", "next" })
end)

h.test("of a reply that was undone in part, the rest goes", function()
  local folder = h.script([[
    text '\n# === ASSISTANT ===\n\none'
    gate go
    text ' two\nthree'
    done_
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_for("the first words", function() return #h.lines(buf) == 5 end)
  api.nvim_buf_set_lines(buf, 0, 1, false, { "Hello" })
  h.open_gate(folder, "go")
  h.wait_until_over(buf)
  h.eq(h.lines(buf), { "Hello", "", "# === ASSISTANT ===", "", "one two", "three" })
  undo("undo")
  h.eq(h.lines(buf), { "Hello", "", "# === ASSISTANT ===", "", "one" })
  discard()
  h.eq(h.lines(buf), { "Hello" })
  undo("undo")
  undo("redo")
  h.eq(h.lines(buf), { "Hello" })
end)

h.test("another branch of the undo tree is not taken for the reply", function()
  local buf = answered()
  undo("undo")
  for _ = 1, 3 do
    vim.cmd("normal! Gomine")
    vim.cmd("doautocmd TextChanged")
  end
  discard()
  h.eq(h.messages, { NOTHING })
  h.eq(h.lines(buf), { "Hi", "mine", "mine", "mine" })
end)

h.test("a reply that was deleted by hand is none", function()
  local buf = answered()
  vim.cmd("normal! 2GdG")
  discard()
  h.eq(h.messages, { NOTHING })
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("the whole conversation deleted is nothing to discard", function()
  local buf = answered()
  vim.cmd("normal! ggdG")
  discard()
  h.eq(h.messages, { NOTHING })
  h.eq(h.lines(buf), { "" })
end)

h.test("a reply that is being written is stopped first", function()
  local folder = h.script([[
    trap 'echo ended >"$FAKE_DIR/ended"; exit 143' TERM
    text '\n# === ASSISTANT ===\n\none'
    while hear; do :; done
    echo ended >"$FAKE_DIR/ended"
  ]])
  local buf = h.chat({ "Hi" })
  chatmd.answer()
  h.wait_for("the first words", function() return #h.lines(buf) == 5 end)
  discard()
  h.eq(h.lines(buf), { "Hi" })
  h.ok(not h.is_busy(buf))
  h.wait_for("the end of the program", function()
    return vim.loop.fs_stat(folder .. "/ended") ~= nil
  end)
  h.eq(h.messages, {})
end)

h.test("discarding before the first word stops, and removes no older reply", function()
  local buf = answered()
  local before = h.lines(buf)
  h.script("while hear; do :; done")
  chatmd.answer()
  discard()
  h.ok(not h.is_busy(buf))
  h.eq(h.lines(buf), before)
  h.eq(h.messages, { "INFO chatmd: the reply was stopped before anything of it was written" })
  discard()
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("a broken-off reply goes as far as it came", function()
  local buf = answered(nil, "text '\\n# === ASSISTANT ===\\n\\none'; exit 3")
  h.messages = {}
  discard()
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("a file that was read anew has no reply to discard", function()
  local path = h.folder() .. "/chat"
  local buf = open(path)
  h.script(reply)
  chatmd.answer()
  h.wait_until_over(buf)
  vim.cmd("silent write | silent edit!")
  local before = h.lines(buf)
  discard()
  h.eq(h.lines(buf), before)
  h.eq(h.messages, { NOTHING })
  h.script(reply)
  chatmd.answer()
  h.wait_until_over(buf)
  discard()
  h.eq(h.lines(buf), before)
end)

h.test("a file that another program changed has no reply to discard", function()
  local path = h.folder() .. "/chat"
  local buf = open(path)
  h.script(reply)
  chatmd.answer()
  h.wait_until_over(buf)
  vim.cmd("silent write")
  vim.fn.writefile({ "Hi", "from elsewhere" }, path)
  vim.o.autoread = true
  vim.cmd("silent checktime")
  h.eq(h.lines(buf), { "Hi", "from elsewhere" })
  discard()
  h.eq(h.lines(buf), { "Hi", "from elsewhere" })
  h.eq(h.messages, { NOTHING })
end)

h.test("a buffer that cannot be changed is told, and keeps its reply", function()
  local buf = answered()
  local before = h.lines(buf)
  vim.bo[buf].modifiable = false
  discard()
  h.eq(h.lines(buf), before)
  h.eq(h.messages, {
    "ERROR chatmd: the reply could not be removed (Buffer is not 'modifiable')",
  })
  vim.bo[buf].modifiable = true
  discard()
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("marks, registers and jumps stay", function()
  local buf = answered({ "Hi", "there" })
  api.nvim_buf_set_mark(buf, "a", 1, 1, {})
  vim.fn.setreg('"', "kept")
  local function state()
    return { vim.fn.getreg('"'), vim.fn.getjumplist(), vim.fn.getchangelist("%"),
      api.nvim_buf_get_mark(buf, "a") }
  end
  local before = state()
  discard()
  h.eq(state(), before)
end)

h.finish()
