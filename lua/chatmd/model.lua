--- `:Chatmd model`: which model answers this buffer.
local ask = require("chatmd.ask")
local notify = require("chatmd.notify")
local overrides = require("chatmd.overrides")
local settings = require("chatmd.settings")

local M = {}

local COMPLETE_MS = 2000

---@class chatmd.Model
---@field provider string
---@field id string
---@field mode? string
---@field context_window? integer
---@field usd_per_million_tokens? { input?: number, output?: number }

---@type string[]|nil names, for as long as this Neovim runs: completion may come with every key
local names

--- `400k`, `1.05M`
---@param tokens integer
---@return string
local function short(tokens)
  return tokens < 1000000 and ("%.3gk"):format(tokens / 1000) or ("%.3gM"):format(tokens / 1000000)
end

---@param price { input?: number, output?: number }|nil
---@return string
local function price_text(price)
  if not (price and price.input and price.output) then
    return ""
  end
  return price.input + price.output == 0 and "free"
    or ("$%.4g in, $%.4g out"):format(price.input, price.output)
end

--- The models that converse, each as a line with its context window and what a million tokens cost.
---@param models chatmd.Model[]
---@return chatmd.Choice[]
function M.choices(models)
  local choices, width = {}, 0
  for _, model in ipairs(models) do
    if model.mode ~= "embedding" then
      local choice = { name = model.provider .. "/" .. model.id, model = model }
      choice.shown = vim.fn.strtrans(choice.name)
      width = math.max(width, vim.fn.strdisplaywidth(choice.shown))
      choices[#choices + 1] = choice
    end
  end
  return vim.tbl_map(function(choice)
    local window = choice.model.context_window
    local label = ("%s%s  %6s  %s"):format(
      choice.shown,
      (" "):rep(width - vim.fn.strdisplaywidth(choice.shown)),
      window and short(window) or "",
      price_text(choice.model.usd_per_million_tokens)
    )
    return { name = choice.name, label = (label:gsub("%s+$", "")) }
  end, choices)
end

--- The user's own short names, and the model that needs nobody.
---@param found chatmd.Settings
---@return chatmd.Choice[]
local function own_choices(found)
  local choices = {}
  for _, setting in ipairs(found.settings or {}) do
    local alias = setting.key:match("^aliases%.(.+)$")
    if alias then
      local label = ("%s  is %s"):format(alias, tostring(setting.value))
      choices[#choices + 1] = { name = alias, label = vim.fn.strtrans(label) }
    end
  end
  choices[#choices + 1] = { name = "echo", label = "echo  repeats your message; free" }
  return choices
end

---@param on_choices fun(choices: chatmd.Choice[]|nil, problem: string|nil)
---@return fun() cancel
local function fetch(on_choices)
  local cancel
  cancel = ask.json({ "models", "--format", "json" }, nil, function(answer, problem)
    if not answer then
      return on_choices(nil, problem)
    end
    cancel = settings.of_folder(vim.api.nvim_get_current_buf(), function(found)
      -- A configuration with an error has no say here; the next message tells of it.
      local choices = own_choices(found or {})
      vim.list_extend(choices, M.choices(answer.models or {}))
      names = vim.tbl_map(function(choice) return choice.name end, choices)
      on_choices(choices)
    end)
  end)
  return function() cancel() end
end

--- Sets the model, by its name or by a choice.
---@param buf integer
---@param name string empty: choose
function M.set(buf, name)
  if name ~= "" then
    return overrides.set(buf, "model", name)
  end
  fetch(function(choices, problem)
    if choices then
      overrides.pick(buf, "model", choices)
    else
      notify.error(problem)
    end
  end)
end

--- Names that begin so, with or without their provider.
---@param lead string
---@return string[]
function M.complete(lead)
  if not names then
    ask.wait(COMPLETE_MS, fetch)
  end
  return vim.tbl_filter(function(name)
    return vim.startswith(name, lead) or vim.startswith(name:match("/(.*)$") or "", lead)
  end, names or {})
end

return M
