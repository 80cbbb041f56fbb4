local M = {}

---@type chatmd.Config
local defaults = {
  -- The program to run. Unset: .build/release/chatmd and bin/chatmd beside the plugin, then PATH.
  binary = nil,
  -- Like `chatmd -m`: beats front matter, for trying another model for a while. A default model
  -- belongs into chatmd's own config.toml, where the shell finds it too.
  model = nil,
}

local types = { binary = "string", model = "string" }

---@type chatmd.Config
local current = defaults

--- Takes the user's options; what is not an option is an error here, not a surprise later.
---@param options? chatmd.Config
function M.set(options)
  if options ~= nil and type(options) ~= "table" then
    error("chatmd: setup takes a table", 0)
  end
  for name, value in pairs(options or {}) do
    if not types[name] then
      error(("chatmd: unknown option %q (there are: binary, model)"):format(tostring(name)), 0)
    end
    if type(value) ~= types[name] or value == "" then
      error(("chatmd: option %q must be a non-empty %s"):format(name, types[name]), 0)
    end
  end
  current = vim.tbl_extend("force", defaults, options or {})
end

---@return chatmd.Config
function M.get()
  return current
end

return M
