--- `:Chatmd fork`: goes on from an earlier message, in a buffer of its own.
local buffer = require("chatmd.buffer")
local conversation = require("chatmd.conversation")
local new = require("chatmd.new")
local notify = require("chatmd.notify")
local overrides = require("chatmd.overrides")

local M = {}

local api = vim.api

--- It means the same whatever delimiters a conversation has.
local USER = "# === USER ==="

--- The lines of a fork, with something to type under.
---@param lines string[] up to and including the message
---@param role string
---@return string[]
local function ready(lines, role)
  if role == "user" then
    return lines
  end
  local extended = vim.list_extend(vim.list_slice(lines), { "", USER, "", "" })
  local found = conversation.read_now(extended)
  local last = found and found.messages[#found.messages]
  if last and last.heading_line == #lines + 2 then
    return extended
  end
  notify.warn("the last message leaves a code block open; close it before you go on")
  return lines
end

--- The fork's name without its extension, and that: beside the file.
---@param buf integer
---@return string stem
---@return string extension
local function name_beside(buf)
  local path = buffer.path(buf)
  if not path then
    return vim.fn.getcwd() .. "/chat-fork", ".md"
  end
  local tail = vim.fn.fnamemodify(path, ":t")
  local stem, extension = tail:match("^(.[^.]*)(.*)$")
  return path:sub(1, -#tail - 1) .. stem .. "-fork", extension
end

--- Opens a buffer with the conversation up to and including the message under the cursor.
---@param buf integer
function M.open(buf)
  local found, problem = conversation.now(buf)
  local index = found and conversation.index_at(found, api.nvim_win_get_cursor(0)[1])
  if not index then
    return notify.error(problem or "there is no message under the cursor")
  end
  local message = found.messages[index]
  local lines = api.nvim_buf_get_lines(buf, 0, message.lines.last, false)
  if message.role == "user" and message.content == "" then
    vim.list_extend(lines, { "", "" })
  end
  lines = vim.tbl_map(function(line)
    -- A NUL in a buffer is shown to Lua as a line feed.
    return (line:gsub("\n", "\0"))
  end, ready(lines, message.role))

  local stem, extension = name_beside(buf)
  local fork = new.edit(stem, extension, "")
  if fork then
    vim.bo[fork].fileformat = vim.bo[buf].fileformat
    overrides.copy(buf, fork)
    api.nvim_buf_set_lines(fork, 0, -1, true, lines)
    api.nvim_win_set_cursor(0, { #lines, #lines[#lines] })
  end
end

return M
