local M = {}

--- Must be the version of the binary it is released with; `:checkhealth chatmd` compares them.
M.version = "0.1.0"

--- Changes the defaults. Calling it is optional.
---@param options? chatmd.Config
function M.setup(options)
  local config = require("chatmd.config")
  config.set(options)
  require("chatmd.pattern").watch(config.get().pattern)
  local wanted = config.get().chatvim_commands
  if wanted or package.loaded["chatmd.chatvim"] then
    require("chatmd.chatvim").set(wanted)
  end
end

--- Answers the conversation in a buffer.
---@param buf? integer default: the current one
function M.answer(buf)
  require("chatmd.session").start(buf or vim.api.nvim_get_current_buf())
end

--- Stops the reply that is being written into a buffer. What came stays.
---@param buf? integer default: the current one
function M.stop(buf)
  require("chatmd.session").stop(buf or vim.api.nvim_get_current_buf())
end

--- What a 'statusline' may show of a buffer: the model, and how far its reply is.
---@param buf? integer default: the current one, which in a 'statusline' is its window's
---@return string text for `%{%…%}`, with nothing in it that would be evaluated
function M.statusline(buf)
  return require("chatmd.statusline").text(buf or vim.api.nvim_get_current_buf())
end

return M
