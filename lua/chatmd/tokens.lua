--- `:Chatmd tokens`: what sending the buffer would take.
local ask = require("chatmd.ask")
local buffer = require("chatmd.buffer")
local notify = require("chatmd.notify")
local overrides = require("chatmd.overrides")

local M = {}

local api = vim.api

---@class chatmd.TokenCount
---@field tokens integer
---@field exact boolean
---@field error_percent? number
---@field provider? string
---@field model? string
---@field context_window? integer
---@field context_share? number
---@field cost_usd? number

--- `1234567` is `1,234,567`.
---@param number integer
---@return string
function M.grouped(number)
  local text = ("%d"):format(number):reverse():gsub("(%d%d%d)", "%1,"):reverse()
  return (text:gsub("^,", ""))
end

---@param usd number
---@return string
function M.price(usd)
  return usd == 0 and "free" or ("$%.2g"):format(usd)
end

---@param count chatmd.TokenCount
---@return string
function M.sentence(count)
  local parts = { M.grouped(count.tokens) .. " tokens" }
  if not count.exact and count.error_percent then
    parts[1] = ("about %s (within %g %%)"):format(parts[1], count.error_percent)
  end
  if count.context_window and count.context_share then
    parts[#parts + 1] = ("%.2g %% of the context of %s"):format(
      count.context_share * 100, M.grouped(count.context_window)
    )
  end
  if count.cost_usd then
    parts[#parts + 1] = M.price(count.cost_usd) .. (count.cost_usd > 0 and " to send" or "")
  end
  if count.model then
    parts[#parts + 1] = "for " .. vim.fn.strtrans(count.provider .. "/" .. count.model)
  end
  return table.concat(parts, ", ")
end

---@param buf integer
function M.show(buf)
  local path = buffer.path(buf)
  local arguments = { "tokens", "-", "--format", "json", "--quiet" }
  vim.list_extend(arguments, path and { "--stdin-filename", path } or {})
  vim.list_extend(arguments, overrides.arguments(buf))
  ask.json(arguments, api.nvim_buf_get_lines(buf, 0, -1, false), function(count, problem)
    if count then
      notify.info(M.sentence(count))
    else
      notify.error(problem)
    end
  end)
end

return M
