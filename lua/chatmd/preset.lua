--- `:Chatmd preset`: settings that go by a name, for this buffer.
local ask = require("chatmd.ask")
local notify = require("chatmd.notify")
local overrides = require("chatmd.overrides")
local settings = require("chatmd.settings")

local M = {}

local COMPLETE_MS = 2000

-- What there is where the binary does not tell.
local BUILT_IN = { "creative", "balanced", "precise", "deterministic", "code" }

---@param buf integer
---@param on_choices fun(choices: chatmd.Choice[]|nil, problem: string|nil)
---@return fun() cancel
local function fetch(buf, on_choices)
  return settings.of_folder(buf, function(answer, problem)
    if not answer then
      return on_choices(nil, problem)
    end
    local presets = answer.presets or vim.tbl_map(function(name)
      return { name = name, built_in = true }
    end, BUILT_IN)
    on_choices(vim.tbl_map(function(preset)
      local label = vim.fn.strtrans(preset.name) .. (preset.built_in and "" or "  (yours)")
      return { name = preset.name, label = label }
    end, presets))
  end)
end

--- Sets the preset, by its name or by a choice.
---@param buf integer
---@param name string empty: choose
function M.set(buf, name)
  if name ~= "" then
    return overrides.set(buf, "preset", name)
  end
  fetch(buf, function(choices, problem)
    if choices then
      overrides.pick(buf, "preset", choices)
    else
      notify.error(problem)
    end
  end)
end

---@param lead string
---@return string[]
function M.complete(lead)
  local choices = ask.wait(COMPLETE_MS, function(on_choices)
    return fetch(vim.api.nvim_get_current_buf(), on_choices)
  end)
  return vim.tbl_filter(function(name)
    return vim.startswith(name, lead)
  end, vim.tbl_map(function(choice) return choice.name end, choices or {}))
end

return M
