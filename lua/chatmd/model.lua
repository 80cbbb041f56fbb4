--- `:Chatmd model`: which model answers this buffer.
local ask = require("chatmd.ask")
local notify = require("chatmd.notify")
local overrides = require("chatmd.overrides")

local M = {}

local COMPLETE_MS = 2000

---@class chatmd.Model
---@field provider string
---@field id string
---@field mode? string
---@field context_window? integer
---@field usd_per_million_tokens? { input?: number, output?: number }

---@class chatmd.Alias
---@field name string
---@field model string

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
      local name = model.provider == "echo" and "echo" or model.provider .. "/" .. model.id
      local choice = { name = name, model = model }
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

--- The user's own short names.
---@param aliases chatmd.Alias[]
---@return chatmd.Choice[]
local function short_names(aliases)
  return vim.tbl_map(function(alias)
    local label = ("%s  is %s"):format(alias.name, alias.model)
    return { name = alias.name, label = vim.fn.strtrans(label) }
  end, aliases)
end

---@param on_choices fun(choices: chatmd.Choice[]|nil, problem: string|nil)
---@return fun() cancel
local function fetch(on_choices)
  return ask.json({ "models", "--format", "json" }, nil, function(answer, problem)
    if not answer then
      return on_choices(nil, problem)
    end
    local choices, rest = short_names(answer.aliases or {}), {}
    for _, choice in ipairs(M.choices(answer.models or {})) do
      -- What needs no key comes first.
      table.insert(choice.name == "echo" and choices or rest, choice)
    end
    vim.list_extend(choices, rest)
    names = vim.tbl_map(function(choice) return choice.name end, choices)
    on_choices(choices)
  end)
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
