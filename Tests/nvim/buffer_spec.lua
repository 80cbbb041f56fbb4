local h = require("harness")
local buffer = require("chatmd.buffer")

local api = vim.api

--- Appends each text in a tick of its own and waits until all is written.
local function write(reply, ...)
  for _, text in ipairs({ ... }) do
    reply:append(text)
    local written = false
    reply:finish(function() written = true end)
    h.wait_for("a write", function() return written end)
  end
end

local function undo()
  vim.cmd("silent undo")
end

h.test("text goes after the last line, one empty line more than the text says", function()
  local buf = h.chat({ "Hi" })
  write(buffer.reply(buf), "\n# === ASSISTANT ===\n\n", "Hel", "lo", "\n\n# === USER ===\n")
  h.eq(h.lines(buf), { "Hi", "", "# === ASSISTANT ===", "", "Hello", "", "# === USER ===", "" })
end)

h.test("text may be cut anywhere", function()
  local text = "\nä€😀 one\n\n\ntwo\n"
  for cut = 1, #text do
    local buf = h.chat({ "Hi" })
    write(buffer.reply(buf), text:sub(1, cut), text:sub(cut + 1))
    h.eq(h.lines(buf), { "Hi", "", "ä€😀 one", "", "", "two", "" }, "cut at " .. cut)
  end
end)

h.test("a reply without text changes nothing", function()
  local buf = h.chat({ "Hi" })
  local tick, over = api.nvim_buf_get_changedtick(buf), false
  buffer.reply(buf):finish(function() over = true end)
  h.ok(over)
  h.eq(api.nvim_buf_get_changedtick(buf), tick)
end)

h.test("a tick writes 64 kB at most and never a part of a character", function()
  local buf = h.chat({ "Hi" })
  local reply, text, lengths = buffer.reply(buf), "x" .. ("€"):rep(100000), {}
  api.nvim_buf_attach(buf, false, {
    on_lines = function()
      lengths[#lengths + 1] = #(h.lines(buf)[2] or "")
    end,
  })
  write(reply, text)
  h.ok(h.lines(buf)[2] == text)
  h.ok(#lengths >= 5, "written at once")
  for index, length in ipairs(lengths) do
    h.ok(length - (lengths[index - 1] or 0) <= 65536)
    h.eq(length % 3, 1, "bytes of a character")
  end
end)

h.test("many chunks of a tick become one write", function()
  local buf = h.chat({ "Hi" })
  local reply, before = buffer.reply(buf), api.nvim_buf_get_changedtick(buf)
  for _ = 1, 1000 do
    reply:append("word ")
  end
  write(reply, "end")
  h.eq(#h.lines(buf)[2], 5003)
  h.ok(api.nvim_buf_get_changedtick(buf) - before < 10)
end)

h.test("one undo removes the reply and nothing else", function()
  local buf = h.chat({ "Hi" })
  api.nvim_buf_set_lines(buf, 0, 0, false, { "typed just before" })
  write(buffer.reply(buf), "\none", "\ntwo", " three", "\n")
  undo()
  h.eq(h.lines(buf), { "typed just before", "Hi" })
end)

h.test("one undo removes the reply from a hidden buffer", function()
  local buf = h.chat({ "Hi" })
  vim.bo[buf].bufhidden = "hide"
  local reply = buffer.reply(buf)
  vim.cmd("enew")
  write(reply, "\none", "\ntwo", " three")
  vim.cmd("buffer " .. buf)
  undo()
  h.eq(h.lines(buf), { "Hi" })
end)

h.test("a foreign edit keeps its own undo block", function()
  local buf = h.chat({ "Hi", "there" })
  local reply = buffer.reply(buf)
  write(reply, "\none")
  api.nvim_buf_set_lines(buf, 0, 1, false, { "Edited" })
  write(reply, "\ntwo", "\nthree")
  h.eq(h.lines(buf), { "Edited", "there", "", "one", "two", "three" })
  undo()
  h.eq(h.lines(buf), { "Edited", "there", "", "one" })
  undo()
  h.eq(h.lines(buf), { "Hi", "there", "", "one" })
  undo()
  h.eq(h.lines(buf), { "Hi", "there" })
end)

h.test("undoing an edit of one's own lets the reply go on", function()
  local buf = h.chat({ "Hi" })
  local reply = buffer.reply(buf)
  reply.on_undone = function() error("taken for an undone reply") end
  write(reply, "\none")
  api.nvim_buf_set_lines(buf, 0, 1, false, { "Edited" })
  undo()
  write(reply, "\ntwo")
  h.eq(h.lines(buf), { "Hi", "", "one", "two" })
  undo()
  h.eq(h.lines(buf), { "Hi", "", "one" })
end)

h.test("undoing the reply ends it, and redo brings it back", function()
  local buf = h.chat({ "Hi" })
  local reply, undone = buffer.reply(buf), 0
  reply.on_undone = function() undone = undone + 1 end
  write(reply, "\none")
  undo()
  reply:append("\ntwo")
  h.wait_for("the end", function() return undone == 1 end)
  reply:append("\nthree")
  h.eq(h.lines(buf), { "Hi" })
  vim.cmd("silent redo")
  h.eq(h.lines(buf), { "Hi", "", "one" })
end)

h.test("writing works without undo", function()
  for _, levels in ipairs({ -1, 0 }) do
    local buf = h.chat({ "Hi" })
    vim.bo[buf].undolevels = levels
    write(buffer.reply(buf), "\none", "\ntwo")
    h.eq(h.lines(buf), { "Hi", "", "one", "two" })
    h.eq(vim.bo[buf].undolevels, levels)
  end
end)

h.test("'undolevels' and 'modified' are as the user expects", function()
  local buf = h.chat({ "Hi" })
  local levels, own = vim.go.undolevels, vim.bo[buf].undolevels
  write(buffer.reply(buf), "\none")
  h.eq({ vim.go.undolevels, vim.bo[buf].undolevels, vim.bo[buf].modified }, { levels, own, true })
end)

h.test("edits above move the reply along", function()
  local buf = h.chat({ "Hi", "there" })
  local reply = buffer.reply(buf)
  write(reply, "\none")
  api.nvim_buf_set_lines(buf, 0, 0, false, { "new", "newer" })
  write(reply, " more")
  api.nvim_buf_set_lines(buf, 0, 3, false, {})
  write(reply, " and more")
  h.eq(h.lines(buf), { "there", "", "one more and more" })
end)

h.test("lines typed below stay below", function()
  local buf = h.chat({ "Hi" })
  local reply = buffer.reply(buf)
  api.nvim_buf_set_lines(buf, 1, 1, false, { "my next thought" })
  write(reply, "\none", "\n")
  h.eq(h.lines(buf), { "Hi", "", "one", "", "my next thought" })
end)

h.test("text typed behind the reply's last line stays behind it", function()
  local buf = h.chat({ "Hi" })
  local reply = buffer.reply(buf)
  write(reply, "one")
  api.nvim_buf_set_text(buf, 1, 3, 1, 3, { "<mine>" })
  write(reply, " two", "\nthree")
  h.eq(h.lines(buf), { "Hi", "one two", "three<mine>" })
end)

h.test("marks, registers, search, jumps and the change list stay", function()
  local buf = h.chat({ "Hi", "there", "end" })
  vim.cmd("normal! 2Gx1Gyy")
  vim.fn.setreg("/", "pattern")
  for name, line in pairs({ a = 1, b = 3 }) do
    api.nvim_buf_set_mark(buf, name, line, 1, {})
  end
  local function state()
    return {
      vim.fn.getreg('"'), vim.fn.getreg("/"), vim.fn.getjumplist(), vim.fn.getchangelist("%"),
      vim.fn.getpos("'."), vim.fn.getpos("'["), vim.fn.getpos("']"),
      api.nvim_buf_get_mark(buf, "a"), api.nvim_buf_get_mark(buf, "b"),
    }
  end
  local before = state()
  write(buffer.reply(buf), "\none", " two", "\nthree")
  h.eq(state(), before)
end)

h.test("a mark on the line that is being written stays", function()
  local buf = h.chat({ "Hi" })
  local reply = buffer.reply(buf)
  write(reply, "\none")
  api.nvim_buf_set_mark(buf, "m", 3, 1, {})
  write(reply, " two", "\nthree")
  h.eq(api.nvim_buf_get_mark(buf, "m"), { 3, 1 })
end)

h.test("the view follows where the cursor was on the last line, in each window", function()
  local buf = h.chat({ "Hi", "there" })
  local following = api.nvim_get_current_win()
  vim.cmd("split")
  local reading = api.nvim_get_current_win()
  api.nvim_win_set_cursor(reading, { 1, 1 })
  vim.cmd("tabnew")
  vim.cmd("buffer " .. buf)
  local other_tab = api.nvim_get_current_win()
  api.nvim_win_set_cursor(other_tab, { 2, 3 })
  local reply = buffer.reply(buf)
  write(reply, "\none", "\ntwo")
  h.eq(api.nvim_win_get_cursor(following)[1], 5)
  h.eq(api.nvim_win_get_cursor(other_tab)[1], 5)
  h.eq(api.nvim_win_get_cursor(reading), { 1, 1 })
  h.eq(api.nvim_get_current_win(), other_tab)

  -- Away from the end, and back again.
  api.nvim_win_set_cursor(following, { 4, 1 })
  write(reply, "\nthree")
  h.eq(api.nvim_win_get_cursor(following), { 4, 1 })
  api.nvim_win_set_cursor(following, { 6, 0 })
  write(reply, "\nfour")
  h.eq(api.nvim_win_get_cursor(following)[1], 7)
end)

h.test("the view of who reads further up does not move", function()
  local lines = {}
  for number = 1, 300 do
    lines[number] = "line " .. number
  end
  local buf = h.chat(lines)
  api.nvim_win_set_cursor(0, { 150, 2 })
  vim.cmd("normal! zt")
  local before = vim.fn.winsaveview()
  write(buffer.reply(buf), "\none", "\ntwo\nthree", " four")
  h.eq(vim.fn.winsaveview(), before)
end)

h.test("a cursor below the reply keeps its text", function()
  local buf = h.chat({ "Hi" })
  local reply = buffer.reply(buf)
  api.nvim_buf_set_lines(buf, 1, 1, false, { "below", "more" })
  api.nvim_win_set_cursor(0, { 2, 3 })
  write(reply, "\none", "\ntwo")
  h.eq({ api.nvim_get_current_line(), api.nvim_win_get_cursor(0)[2] }, { "below", 3 })
end)

h.test("a buffer that is not modifiable gets the text as soon as it is", function()
  local buf = h.chat({ "Hi" })
  local reply, problems = buffer.reply(buf), 0
  reply.on_refused = function() problems = problems + 1 end
  vim.bo[buf].modifiable = false
  reply:append("one")
  h.wait_for("a refused write", function() return problems > 1 end)
  reply:append(" two")
  vim.bo[buf].modifiable = true
  write(reply, " three")
  h.eq(h.lines(buf), { "Hi", "one two three" })
end)

h.test("a textlock only delays the text", function()
  local buf = h.chat({ "Hi" })
  local reply, problems = buffer.reply(buf), 0
  reply.on_refused = function() problems = problems + 1 end
  _G.chatmd_spec_lock = function()
    reply:append("one")
    h.wait_for("a refused write", function() return problems > 0 end)
    return ""
  end
  vim.cmd([[nnoremap <expr> Q v:lua.chatmd_spec_lock()]])
  vim.cmd("normal Q")
  h.eq(h.lines(buf), { "Hi" })
  write(reply, " two")
  h.eq(h.lines(buf), { "Hi", "one two" })
end)

h.test("a write that was refused leaves the next edit its own undo block", function()
  local buf = h.chat({ "Hi" })
  local reply, problems = buffer.reply(buf), 0
  reply.on_refused = function() problems = problems + 1 end
  write(reply, "\none")
  vim.bo[buf].modifiable = false
  reply:append(" two")
  h.wait_for("a refused write", function() return problems > 0 end)
  vim.bo[buf].modifiable = true
  api.nvim_buf_set_lines(buf, 0, 1, false, { "Edited" })
  undo()
  h.eq(h.lines(buf), { "Hi", "", "one" })
  write(reply, " three")
  h.eq(h.lines(buf), { "Hi", "", "one two three" })
end)

h.test("a deleted buffer takes nothing and raises nothing", function()
  local buf = h.chat({ "Hi" })
  local reply = buffer.reply(buf)
  reply:append("one")
  vim.cmd("bwipeout! " .. buf)
  reply:show("label")
  h.eq(reply:check_undone(), false)
  reply:close()
  vim.wait(50)
end)

h.test("in a dos buffer no line gets a carriage return", function()
  local buf = h.chat({ "Hi" })
  vim.bo[buf].fileformat = "dos"
  write(buffer.reply(buf), "\none\n")
  h.eq(h.lines(buf), { "Hi", "", "one", "" })
end)

local function labels(buf)
  local namespace, found = api.nvim_get_namespaces().chatmd, {}
  for _, mark in ipairs(api.nvim_buf_get_extmarks(buf, namespace, 0, -1, { details = true })) do
    found[#found + 1] = { mark[2], mark[4].virt_text and mark[4].virt_text[1][1] }
  end
  return found
end

h.test("a label stands behind what was sent, then beside the heading, and goes away", function()
  local buf = h.chat({ "Hi" })
  local reply = buffer.reply(buf)
  reply:show("working")
  h.eq(labels(buf), { { 0, "working" } })
  write(reply, "\n# ASSIS", "TANT\n\none\ntwo", "\nthree")
  h.eq(labels(buf), { { 2, "working" } })
  api.nvim_buf_set_lines(buf, 0, 0, false, { "new" })
  reply:show("still working")
  h.eq(labels(buf), { { 3, "still working" } })
  reply:close()
  h.eq(labels(buf), {})
end)

h.test("a label does not change where nobody sees the buffer", function()
  local buf = h.chat({ "Hi" })
  vim.bo[buf].bufhidden = "hide"
  local reply = buffer.reply(buf)
  reply:show("one")
  vim.cmd("enew")
  reply:show("two")
  h.eq(labels(buf), { { 0, "one" } })
  vim.cmd("buffer " .. buf)
  reply:show("three")
  h.eq(labels(buf), { { 0, "three" } })
end)

h.test("a label outlives the lines it stood at", function()
  local buf = h.chat({ "Hi", "there" })
  local reply = buffer.reply(buf)
  api.nvim_buf_set_lines(buf, 1, 2, false, {})
  reply:show("working")
  h.eq(labels(buf), { { 0, "working" } })
end)

h.finish()
