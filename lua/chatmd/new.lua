--- Opens a new conversation.
local chat = require("chatmd.chat")
local notify = require("chatmd.notify")

local M = {}

local splits = {
  [""] = "edit",
  left = "topleft vsplit",
  right = "botright vsplit",
  top = "topleft split",
  bottom = "botright split",
}

--- A name that neither a file nor a buffer has: with a number before the extension, if need be.
---@param stem string
---@param extension string
---@return string
local function unused(stem, extension)
  local name, count = stem .. extension, 1
  while vim.loop.fs_stat(name) or vim.fn.bufexists(name) == 1 do
    count = count + 1
    name = ("%s-%d%s"):format(stem, count, extension)
  end
  return name
end

--- Opens an empty buffer with a name that is not in use.
---@param stem string
---@param extension string
---@param place string left, right, top, bottom, or empty for the current window
---@return integer|nil buf
function M.edit(stem, extension, place)
  local name = vim.fn.fnameescape(unused(stem, extension))
  local ok, problem = pcall(vim.cmd, splits[place] .. " " .. name)
  if not ok then
    -- Without the call stack that Neovim puts before its own message.
    notify.error(problem:find("E325:", 1, true)
      and "another Neovim is editing a file of that name, or was when it crashed (E325)"
      or problem:match("E%d+: .*") or problem)
    return nil
  end
  if vim.bo.filetype ~= "markdown" then
    vim.bo.filetype = "markdown"
  end
  local buf = vim.api.nvim_get_current_buf()
  chat.enable(buf)
  return buf
end

--- Opens an empty buffer that is named for the moment. It needs no heading: text before the first
--- role line is the user's.
---@param place string left, right, top, bottom, or empty for the current window
---@return integer|nil buf
function M.open(place)
  if not splits[place] then
    notify.error(("no such place: %s (there are: left, right, top, bottom)"):format(place))
    return nil
  end
  return M.edit(vim.fn.getcwd() .. "/chat-" .. os.date("%Y-%m-%d-%H-%M-%S"), ".md", place)
end

---@param lead string
---@return string[]
function M.complete(lead)
  return vim.tbl_filter(function(place)
    return vim.startswith(place, lead)
  end, { "left", "right", "top", "bottom" })
end

return M
