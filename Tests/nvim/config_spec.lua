local h = require("harness")
local config = require("chatmd.config")

local function refused(options)
  local ok, problem = pcall(require("chatmd").setup, options)
  h.ok(not ok, "accepted")
  return problem
end

h.test("setup is optional, and its options too", function()
  require("chatmd").setup()
  local defaults = config.get()
  h.eq({ defaults.binary, defaults.model, defaults.mappings }, { nil, nil, false })
  require("chatmd").setup({})
  h.eq(config.get(), defaults)
end)

h.test("options are kept, and those of an earlier setup are not", function()
  require("chatmd").setup({ binary = "/a" })
  require("chatmd").setup({ model = "echo" })
  h.eq({ config.get().binary, config.get().model }, { nil, "echo" })
end)

h.test("an unknown option is an error that names the known ones", function()
  h.eq(
    refused({ modle = "x" }),
    'chatmd: unknown option "modle" (there are: '
      .. "binary, chatvim_commands, mappings, model, pattern)"
  )
end)

h.test("an option of the wrong type is an error", function()
  h.eq(refused({ model = 3 }), [[chatmd: option "model" must be a non-empty string]])
  h.eq(refused({ binary = "" }), [[chatmd: option "binary" must be a non-empty string]])
  h.eq(refused({ mappings = 1 }), [[chatmd: option "mappings" must be true or false]])
  h.eq(refused({ pattern = { 1 } }), [[chatmd: option "pattern" must be a list of strings]])
  h.eq(refused("echo"), "chatmd: setup takes a table")
end)

h.finish()
