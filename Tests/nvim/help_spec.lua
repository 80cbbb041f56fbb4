local h = require("harness")

local help = table.concat(vim.fn.readfile(h.root .. "/doc/chatmd.txt"), "\n")

h.test("every command has a help tag, and every such tag a command", function()
  local tagged, there = {}, {}
  for name in help:gmatch("%*:Chatmd%-(%w+)%*") do
    tagged[#tagged + 1] = name
  end
  for _, subcommand in ipairs(require("chatmd.commands").list) do
    there[#there + 1] = subcommand.name
  end
  table.sort(tagged)
  table.sort(there)
  h.eq(tagged, there)
end)

h.test("the help names every option with its default", function()
  local config = require("chatmd.config")
  require("chatmd").setup()
  for _, option in ipairs(config.names()) do
    local default = help:match("\n" .. option .. "%s+Default: `([^`]+)`%.\n")
    h.ok(default, option)
    h.eq(loadstring("return " .. default)(), config.get()[option], option)
  end
end)

--- The tags of the help that fit a pattern, sorted.
local function tags(pattern)
  local found = {}
  for tag in help:gmatch("%*(" .. pattern .. ")%*") do
    found[#found + 1] = tag
  end
  table.sort(found)
  return found
end

--- The functions of a module, as tags, sorted.
local function functions(module, prefix)
  local found = {}
  for name, value in pairs(require(module)) do
    if type(value) == "function" then
      found[#found + 1] = prefix .. name .. "()"
    end
  end
  table.sort(found)
  return found
end

h.test("every Lua function has a tag, and every such tag a function", function()
  h.eq(tags("chatmd%.[a-z_]+%(%)"), functions("chatmd", "chatmd."))
  h.eq(tags("chatmd%.api%.[a-z_]+%(%)"), functions("chatmd.api", "chatmd.api."))
end)

h.test("every highlight group has a tag, and its default stands in the help", function()
  local roles = require("chatmd.roles")
  local groups = {}
  for name, link in pairs(roles.defaults) do
    groups[#groups + 1] = "hl-" .. name
    h.ok(help:find("\n    `" .. name .. "`%s+" .. link .. "%s"), name)
  end
  table.sort(groups)
  h.eq(tags("hl%-%w+"), groups)
  for _, group in pairs(roles.groups) do
    h.ok(roles.defaults[group], group)
  end
end)

h.test("the help names every <Plug> mapping, and no other", function()
  local commands = {}
  for _, subcommand in ipairs(require("chatmd.commands").list) do
    commands[subcommand.name] = true
  end
  for _, mode in ipairs({ "n", "x", "o" }) do
    for _, mapping in ipairs(vim.api.nvim_get_keymap(mode)) do
      local name = mapping.lhs:match("^<Plug>%(chatmd%-([%w-]+)%)$")
      h.ok(not name or commands[name] or help:find("<Plug>(chatmd-" .. name .. ")", 1, true)
        or help:find("\n    <LocalLeader>%w%s+" .. name .. "%s"), name)
    end
  end
  for name in help:gmatch("<Plug>%(chatmd%-([%w-]+)%)") do
    h.ok(vim.fn.maparg(("<Plug>(chatmd-%s)"):format(name), "n") ~= ""
      or vim.fn.maparg(("<Plug>(chatmd-%s)"):format(name), "o") ~= "", name)
  end
end)

h.test("the help names every field of b:chatmd", function()
  local types = table.concat(vim.fn.readfile(h.root .. "/lua/chatmd/types.lua"), "\n")
  local fields = types:match("%-%-%-@class chatmd%.Status\n(.-)\n\n")
  for field in fields:gmatch("@field ([%w_]+)") do
    h.ok(help:find("\n    " .. field .. "%s"), field)
  end
end)

h.test("no tag is there twice, and no line is too long", function()
  local seen = {}
  for tag in help:gmatch("%*([^%s*|]+)%*") do
    h.ok(not seen[tag], tag)
    seen[tag] = true
  end
  for _, line in ipairs(vim.split(help, "\n", { plain = true })) do
    h.ok(vim.fn.strdisplaywidth(line) <= 80, line)
  end
end)

h.test("the help shows every default mapping", function()
  for _, mapping in ipairs(require("chatmd.mappings").list) do
    h.ok(help:find("\n    " .. vim.pesc(mapping.keys) .. "%s"), mapping.keys)
    h.ok(help:find("<Plug>(chatmd-" .. mapping.name .. ")", 1, true)
      or help:find(mapping.keys .. " +" .. mapping.name), mapping.name)
  end
end)

h.test("the help names every command of chatvim's", function()
  for name in pairs(require("chatmd.chatvim").commands) do
    h.ok(help:find("*:" .. name .. "*", 1, true), name)
  end
end)

h.test("every link leads to a tag", function()
  for link in help:gmatch("|([%w.:()-]+)|") do
    h.ok(#vim.fn.getcompletion(link, "help") > 0 or help:find("*" .. link .. "*", 1, true), link)
  end
end)

h.finish()
