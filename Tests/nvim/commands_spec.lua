local h = require("harness")

local api = vim.api

--- In a folder of its own, with which the new buffer's name begins.
local function test(rule, body)
  h.test(rule, function()
    local before, folder = vim.fn.getcwd(), vim.fn.resolve(h.folder())
    vim.cmd("cd " .. vim.fn.fnameescape(folder))
    local ok, problem = pcall(body, folder)
    vim.cmd("cd " .. vim.fn.fnameescape(before))
    if not ok then
      error(problem, 0)
    end
  end)
end

test("a new conversation is an empty Markdown buffer named for the moment", function(folder)
  vim.cmd("Chatmd new")
  local name = api.nvim_buf_get_name(0)
  h.ok(name:sub(#folder + 2):find("^chat%-%d%d%d%d%-%d%d%-%d%d%-%d%d%-%d%d%-%d%d%.md$"), name)
  h.eq(vim.fn.resolve(vim.fn.fnamemodify(name, ":h")), folder)
  h.eq({ h.lines(0), vim.bo.filetype, vim.bo.modified }, { { "" }, "markdown", false })
  h.eq(vim.loop.fs_stat(name), nil)
end)

test("two conversations of one second have two names", function()
  vim.cmd("Chatmd new")
  local first = api.nvim_get_current_buf()
  local date = os.date
  local moment = vim.fn.fnamemodify(api.nvim_buf_get_name(first), ":t:r"):sub(#"chat-" + 1)
  rawset(os, "date", function() return moment end)
  vim.cmd("Chatmd new right")
  rawset(os, "date", date)
  h.ok(api.nvim_get_current_buf() ~= first)
  h.ok(api.nvim_buf_get_name(0):find("%-2%.md$"))
end)

test("a place opens a window there", function()
  local before = api.nvim_get_current_win()
  for place, position in pairs({
    left = { 0, 0 }, right = { 0, 1 }, top = { 0, 0 }, bottom = { 1, 0 },
  }) do
    vim.cmd("silent! only!")
    vim.cmd("Chatmd new " .. place)
    local at = api.nvim_win_get_position(0)
    h.ok(api.nvim_get_current_win() ~= before)
    h.eq({ at[1] > 1 and 1 or 0, at[2] > 0 and 1 or 0 }, position, place)
    api.nvim_set_current_win(before)
  end
end)

test("an unknown place is an error that names the places", function()
  local before = api.nvim_get_current_buf()
  vim.cmd("Chatmd new behind")
  h.eq(h.messages, {
    "ERROR chatmd: no such place: behind (there are: left, right, top, bottom)",
  })
  h.eq(api.nvim_get_current_buf(), before)
end)

test("a folder's odd name is no command", function(folder)
  local odd = folder .. "/a | b %# `x`"
  vim.fn.mkdir(odd)
  api.nvim_set_current_dir(odd)
  vim.cmd("Chatmd new")
  h.eq(vim.fn.fnamemodify(api.nvim_buf_get_name(0), ":h:t"), "a | b %# `x`")
end)

test("places are completed", function()
  h.eq(vim.fn.getcompletion("Chatmd new ", "cmdline"), { "left", "right", "top", "bottom" })
  h.eq(vim.fn.getcompletion("Chatmd new r", "cmdline"), { "right" })
end)

test("a changed buffer that cannot be hidden is not left", function()
  local buf = h.chat({ "Hi" })
  vim.o.hidden = false
  vim.cmd("Chatmd new")
  vim.o.hidden = true
  h.eq(api.nvim_get_current_buf(), buf)
  h.ok(h.messages[1]:find("^ERROR chatmd: E37"), h.messages[1])
  vim.v.errmsg = ""
end)

h.test("loading the plugin loads no module of it", function()
  local loaded = vim.fn.system({
    vim.v.progpath, "--clean", "--headless", "-u", h.root .. "/Tests/nvim/minimal_init.lua",
    "-c", [[lua for name in pairs(package.loaded) do
      if name:find("^chatmd") then io.stdout:write(name) end end
      io.stdout:write(vim.fn.exists(":Chatmd"))]],
    "-c", "qa!",
  })
  h.eq(loaded, "2")
end)

h.test("a help without tags says how to make them", function()
  local before = vim.o.runtimepath
  vim.o.runtimepath = vim.env.VIMRUNTIME
  vim.cmd("Chatmd help")
  vim.o.runtimepath = before
  h.eq(h.messages, { "ERROR chatmd: the help has no tags yet. Run `:helptags ALL`" })
end)

h.finish()
