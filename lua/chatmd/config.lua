local M = {}

---@type chatmd.Config
local defaults = {
  -- The program to run. Unset: .build/release/chatmd and bin/chatmd beside the plugin, then PATH.
  binary = nil,
  -- Like `chatmd -m`: beats front matter, for trying another model for a while. A default model
  -- belongs into chatmd's own config.toml, where the shell finds it too.
  model = nil,
  -- Files that are conversations as soon as they are opened. Any other is one from the first
  -- `:Chatmd` on.
  pattern = { "*.chat.md" },
  -- Whether the default mappings are made in conversations.
  mappings = false,
  -- Whether chatvim.nvim's commands are there too.
  chatvim_commands = false,
}

-- Each says what an option must be; nil where it is.
local function text(value)
  return (type(value) ~= "string" or value == "") and "a non-empty string" or nil
end

local function flag(value)
  return type(value) ~= "boolean" and "true or false" or nil
end

local function texts(value)
  local list = type(value) == "string" and { value } or value
  if type(list) ~= "table" then
    return "a list of strings"
  end
  for key, element in pairs(list) do
    if type(key) ~= "number" or text(element) then
      return "a list of strings"
    end
  end
end

local checks = {
  binary = text, model = text, pattern = texts, mappings = flag, chatvim_commands = flag,
}

---@type chatmd.Config
local current = defaults

--- The options there are, by name.
---@return string[]
function M.names()
  local names = vim.tbl_keys(checks)
  table.sort(names)
  return names
end

--- Takes the user's options; what is not an option is an error here, not a surprise later.
---@param options? chatmd.Config
function M.set(options)
  if options ~= nil and type(options) ~= "table" then
    error("chatmd: setup takes a table", 0)
  end
  for name, value in pairs(options or {}) do
    local check = checks[name]
    if not check then
      error(("chatmd: unknown option %q (there are: %s)"):format(
        tostring(name), table.concat(M.names(), ", ")
      ), 0)
    end
    local wanted = check(value)
    if wanted then
      error(("chatmd: option %q must be %s"):format(name, wanted), 0)
    end
  end
  current = vim.tbl_extend("force", defaults, options or {})
  if type(current.pattern) == "string" then
    current.pattern = { current.pattern }
  end
end

---@return chatmd.Config
function M.get()
  return current
end

return M
