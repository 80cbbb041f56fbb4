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

h.test("the help names every option", function()
  for _, option in ipairs(require("chatmd.config").names()) do
    h.ok(help:find("\n" .. option .. "%s+%u"), option)
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
