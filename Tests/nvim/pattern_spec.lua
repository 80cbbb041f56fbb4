-- Which files are conversations, and that what is written in them sets no option.
local h = require("harness")

local api = vim.api

--- Opens a file of this name with these lines, in a folder of its own.
local function open(name, lines)
  local path = h.folder() .. "/" .. name
  vim.fn.writefile(lines or { "Hi" }, path)
  vim.cmd("silent edit " .. vim.fn.fnameescape(path))
  return api.nvim_get_current_buf()
end

local function is_enabled(buf)
  return vim.fn.exists("#chatmd_chat_" .. buf) == 1
end

local modeline = { "Hi", "", "<!-- vim: set textwidth=33: -->" }

--- Where modelines are obeyed, as they are by default.
local function with_modelines(body)
  vim.o.modeline, vim.o.modelines = true, 5
  local ok, problem = pcall(body)
  vim.o.modeline = false
  if not ok then
    error(problem, 0)
  end
end

h.test("a modeline in a chat file is not obeyed, in another file it is", function()
  with_modelines(function()
    open("a.md", modeline)
    h.eq(vim.bo.textwidth, 33)
    open("a.chat.md", modeline)
    h.eq(vim.bo.textwidth, 0)
    h.reread()
    h.eq(vim.bo.textwidth, 0)
  end)
end)

h.test("after :Chatmd no modeline of any file is obeyed when it is read again", function()
  with_modelines(function()
    local buf = open("a.md", modeline)
    h.script("text '\\none'; done_")
    vim.cmd("Chatmd")
    h.wait_until_over(buf)
    vim.bo.textwidth = 55
    h.reread()
    h.eq(vim.bo.textwidth, 55)
  end)
end)

h.test("*.chat.md is a conversation by default, read or new, and nothing else is", function()
  h.ok(is_enabled(open("a.chat.md")))
  h.ok(not is_enabled(open("a.md")))
  vim.cmd("silent edit " .. h.folder() .. "/new.chat.md")
  h.ok(is_enabled(api.nvim_get_current_buf()))
end)

h.test("any buffer is one from its first :Chatmd on", function()
  local buf = h.chat({ "Hi" })
  h.ok(not is_enabled(buf))
  h.script("text '\\none'; done_")
  vim.cmd("Chatmd")
  h.wait_until_over(buf)
  h.ok(is_enabled(buf))
end)

h.test("a new conversation is one at once", function()
  vim.cmd("Chatmd new")
  h.ok(is_enabled(api.nvim_get_current_buf()))
end)

h.test("setup takes patterns instead of the default one, a single one too, or none", function()
  require("chatmd").setup({ pattern = "talk-*" })
  h.ok(is_enabled(open("talk-1")))
  h.ok(not is_enabled(open("b.chat.md")))
  require("chatmd").setup({ pattern = { "*.one", "*.two" } })
  h.ok(is_enabled(open("a.one")))
  h.ok(is_enabled(open("a.two")))
  require("chatmd").setup({ pattern = {} })
  h.ok(not is_enabled(open("c.chat.md")))
end)

h.test("a pattern may begin at home", function()
  local home = vim.fn.resolve(vim.loop.os_homedir())
  vim.fn.mkdir(home .. "/chats", "p")
  require("chatmd").setup({ pattern = "~/chats/*.md" })
  vim.cmd("silent edit " .. vim.loop.os_homedir() .. "/chats/a.md")
  h.ok(is_enabled(api.nvim_get_current_buf()))
end)

--- What a Neovim of its own prints that runs these commands before and after it starts.
local function start(before, after)
  return vim.fn.system({
    vim.v.progpath, "--clean", "--headless", "-u", h.root .. "/Tests/nvim/minimal_init.lua",
    "--cmd", "lua vim.opt.runtimepath:prepend(" .. vim.inspect(h.root) .. ")",
    "--cmd", before, "-c", after, "-c", "qa!",
  })
end

local print_pattern = [[lua for _, one in
  ipairs(vim.api.nvim_get_autocmds({ group = "chatmd_pattern", event = "BufReadPre" })) do
    io.stdout:write(one.pattern, " ") end]]

h.test("a setup that comes before the plugin file holds, and one that comes after", function()
  h.eq(start("lua require('chatmd').setup({ pattern = '*.talk' })", print_pattern), "*.talk ")
  h.eq(start("let a = 1", print_pattern), "*.chat.md ")
  h.eq(start(
    "let a = 1", "lua require('chatmd').setup({ pattern = '*.talk' })\n" .. print_pattern:sub(5)
  ), "*.talk ")
end)

h.test("a Markdown file that is no conversation loads nothing", function()
  h.eq(start("let a = 1", "edit " .. h.root .. "/README.md\n"
    .. "lua for name in pairs(package.loaded) do "
    .. "if name:find('^chatmd') then io.stdout:write(name) end end"), "")
end)

h.test("after each write a conversation is checked", function()
  vim.cmd("silent edit " .. h.folder() .. "/a.chat.md")
  local buf = api.nvim_get_current_buf()
  h.script([[
    say '{"type":"diagnostic","severity":"error","line":1,"column":1,"message":"odd"}'
    say '{"type":"done","errors":1,"warnings":0}'
  ]])
  vim.cmd("silent write")
  h.wait_for("diagnostics", function() return #vim.diagnostic.get(buf) == 1 end)
  h.script([[say '{"type":"done","errors":0,"warnings":0}']])
  vim.cmd("silent write")
  h.wait_for("no diagnostics", function() return #vim.diagnostic.get(buf) == 0 end)
  h.eq(h.messages, {})
end)

h.test("the plugin file watches for the default pattern, and for the same events", function()
  local config = require("chatmd.config")
  require("chatmd").setup()
  local file = table.concat(vim.fn.readfile(h.root .. "/plugin/chatmd.lua"), "\n")
  h.eq(config.get().pattern, { file:match('pattern = "([^"]+)"') })
  local events = {}
  for event in file:match("{ (\"BufReadPre\"[^}]+) }"):gmatch('"(%w+)"') do
    events[#events + 1] = event
  end
  h.eq(events, require("chatmd.pattern").events)
end)

h.finish()
