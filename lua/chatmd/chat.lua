--- What a buffer gets that is a conversation: from its first `:Chatmd` on, or as its file is
--- opened, where the option `pattern` says so.
local check = require("chatmd.check")
local folds = require("chatmd.folds")
local mappings = require("chatmd.mappings")
local roles = require("chatmd.roles")

local M = {}

local api = vim.api

---@type table<integer, boolean>
local enabled = {}

--- Marks and folds a buffer as soon as it is what it will be: reading a file goes on after its
--- autocommands.
---@param buf integer
local function show(buf)
  vim.schedule(function()
    if api.nvim_buf_is_loaded(buf) then
      roles.attach(buf)
      folds.update(buf)
    end
  end)
end

---@param buf integer
function M.enable(buf)
  mappings.enable(buf)
  if enabled[buf] then
    return
  end
  enabled[buf] = true
  -- What a model writes must not set options of the editor's when the file is read again.
  vim.bo[buf].modeline = false
  show(buf)

  local group = api.nvim_create_augroup("chatmd_chat_" .. buf, { clear = true })
  local function on(event, callback)
    api.nvim_create_autocmd(event, { group = group, buffer = buf, callback = callback })
  end
  on("BufReadPost", function() show(buf) end)
  on("BufWinEnter", function() folds.update(buf) end)
  on("BufWritePost", function() check.update(buf) end)
  on("BufWipeout", function()
    enabled[buf] = nil
    api.nvim_del_augroup_by_id(group)
  end)
end

return M
