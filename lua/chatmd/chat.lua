--- What a buffer has while it is a conversation, beside its text.
local M = {}

--- Makes a buffer one, once: when a file by the option `pattern` is opened, and at the first
--- `:Chatmd` in any other.
---@param buf integer
function M.enable(buf)
  require("chatmd.mappings").enable(buf)
end

return M
