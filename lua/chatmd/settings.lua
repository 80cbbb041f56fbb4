--- What is in effect for a buffer, and which place says so: `chatmd config`.
local ask = require("chatmd.ask")
local buffer = require("chatmd.buffer")
local overrides = require("chatmd.overrides")

local M = {}

---@class chatmd.Setting
---@field key string
---@field value any
---@field from { kind: string, path?: string, line?: integer }

---@class chatmd.Settings
---@field settings chatmd.Setting[]
---@field provider? string
---@field model? string
---@field key? string where the provider's key is, never the key
---@field problem? string why nobody would answer
---@field presets? { name: string, built_in: boolean }[]

--- The folder that a buffer's paths are relative to.
---@param buf integer
---@return string
function M.folder(buf)
  local path = buffer.path(buf)
  return path and vim.fn.fnamemodify(path, ":h") or vim.fn.getcwd()
end

---@param buf integer
---@return string|nil folder a job can run in
local function existing_folder(buf)
  local folder = M.folder(buf)
  return vim.fn.isdirectory(folder) == 1 and folder or nil
end

--- Of all conversations in the buffer's folder.
---@param buf integer
---@param on_settings fun(settings: chatmd.Settings|nil, problem: string|nil)
---@return fun() cancel
function M.of_folder(buf, on_settings)
  return ask.json({ "config", "--format", "json" }, nil, on_settings, existing_folder(buf))
end

--- Of the buffer as it is, written or not, and what it overrides.
---@param buf integer
---@param on_settings fun(settings: chatmd.Settings|nil, problem: string|nil)
function M.of_buffer(buf, on_settings)
  local path = buffer.path(buf)
  local arguments = { "config", "-", "--format", "json" }
  vim.list_extend(arguments, path and { "--stdin-filename", path } or {})
  vim.list_extend(arguments, overrides.arguments(buf))
  local lines = vim.api.nvim_buf_get_lines(buf, 0, -1, false)
  ask.json(arguments, lines, on_settings, existing_folder(buf))
end

--- What a setting is, by its name.
---@param settings chatmd.Settings
---@param key string
---@return any
function M.value(settings, key)
  for _, setting in ipairs(settings.settings or {}) do
    if setting.key == key then
      return setting.value
    end
  end
end

return M
