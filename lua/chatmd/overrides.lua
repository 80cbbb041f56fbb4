--- What a buffer is answered by, whatever its conversation says: `b:chatmd_model` and
--- `b:chatmd_preset`, until the buffer is closed.
local config = require("chatmd.config")
local notify = require("chatmd.notify")
local outside_cmdwin = require("chatmd.outside_cmdwin")
local select = require("chatmd.select")

local M = {}

local api = vim.api

local AS_IT_SAYS = "as the conversation says"

---@alias chatmd.Override "model"|"preset"

---@class chatmd.Choice
---@field name? string none: as the conversation says
---@field label string

---@param buf integer
---@param what chatmd.Override
---@return string|nil
function M.get(buf, what)
  return vim.b[buf]["chatmd_" .. what] or what == "model" and config.get().model or nil
end

--- They as options of the command line.
---@param buf integer
---@return string[]
function M.arguments(buf)
  local arguments = {}
  for option, what in pairs({ ["--model"] = "model", ["--preset"] = "preset" }) do
    local name = M.get(buf, what)
    if name then
      vim.list_extend(arguments, { option, name })
    end
  end
  return arguments
end

---@param buf integer
---@param what chatmd.Override
---@param name string|nil nil takes it back
function M.set(buf, what, name)
  if name then
    vim.b[buf]["chatmd_" .. what] = name
  else
    pcall(api.nvim_buf_del_var, buf, "chatmd_" .. what)
  end
  local now = M.get(buf, what)
  notify.info(("%s of this buffer: %s"):format(what, now and vim.fn.strtrans(now) or AS_IT_SAYS))
end

--- Gives two buffers the same.
---@param from integer
---@param to integer
function M.copy(from, to)
  for _, name in ipairs({ "chatmd_model", "chatmd_preset" }) do
    if vim.b[from][name] then
      vim.b[to][name] = vim.b[from][name]
    end
  end
end

--- Lets the user choose.
---@param buf integer
---@param what chatmd.Override
---@param choices chatmd.Choice[]
function M.pick(buf, what, choices)
  local all = vim.list_extend({ { label = AS_IT_SAYS } }, choices)
  outside_cmdwin(function()
    if not api.nvim_buf_is_valid(buf) then
      return
    end
    local now = M.get(buf, what)
    select(all, {
      prompt = now and ("%s (now %s)"):format(what, vim.fn.strtrans(now)) or what,
      kind = "chatmd_" .. what,
      format_item = function(choice) return choice.label end,
    }, function(choice)
      if choice and api.nvim_buf_is_valid(buf) then
        M.set(buf, what, choice.name)
      end
    end)
  end)
end

return M
