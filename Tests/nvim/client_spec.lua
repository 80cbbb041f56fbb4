local h = require("harness")
local client = require("chatmd.client")

--- A program that can be run, at `path`.
local function program(path)
  vim.fn.mkdir(vim.fn.fnamemodify(path, ":h"), "p")
  vim.fn.writefile({ "#!/bin/sh" }, path)
  vim.fn.setfperm(path, "rwxr-xr-x")
  return path
end

h.test("the option binary is the only place looked at", function()
  require("chatmd").setup({ binary = "/nowhere/chatmd" })
  h.eq(client.places(), { "/nowhere/chatmd" })
  h.eq({ client.binary() }, { nil, "the option `binary` names no program: /nowhere/chatmd" })
end)

h.test("a home folder in the option is understood", function()
  local path = program(vim.env.HOME .. "/tools/chatmd")
  require("chatmd").setup({ binary = "~/tools/chatmd" })
  h.eq(client.binary(), path)
end)

h.test("without the option the folders beside the plugin come first, then PATH", function()
  require("chatmd").setup({})
  h.eq(client.places(), {
    h.root .. "/.build/release/chatmd", h.root .. "/bin/chatmd", "chatmd",
  })
end)

h.test("the program is found on PATH, beside nothing in the plugin", function()
  require("chatmd").setup({})
  local path, places = vim.env.PATH, client.places
  client.places = function() return { "/nowhere/chatmd", "chatmd" } end
  local folder = h.folder()
  vim.env.PATH = folder .. ":" .. path
  local missing = { client.binary() }
  local there = program(folder .. "/chatmd")
  local found = client.binary()
  vim.env.PATH, client.places = path, places
  h.eq(found, there)
  if missing[1] == nil then
    h.ok(missing[2]:find("make build", 1, true))
  end
end)

h.test("a program is run to its end, with nothing to read", function()
  local script = "cat; echo one; echo two; echo no >&2; exit 3"
  local output, code = client.run({ "sh", "-c", script }, 9000)
  h.eq({ output, code }, { "one\ntwo\n", 3 })
end)

h.test("a program that does not start or does not end gives nothing", function()
  h.eq(client.run({ "/nowhere/program" }, 9000), nil)
  h.eq(client.run({ "sh", "-c", "exec sleep 100" }, 10), nil)
end)

h.finish()
