--- `:Chatmd attach`: embeds a file in a message of the user's.
---
--- Where a line would be an embed depends on the Markdown around it, a code block for one. So each
--- place is tried out: the binary reads the conversation as it would be.
local buffer = require("chatmd.buffer")
local conversation = require("chatmd.conversation")
local embeds = require("chatmd.embeds")
local notify = require("chatmd.notify")
local settings = require("chatmd.settings")

local M = {}

local api = vim.api

---@class chatmd.Place
---@field first integer the line before which the new ones come, from 0
---@field last integer the line before which the old ones stay again
---@field lines string[]

--- The file that the user names.
---@param name string
---@return string|nil path absolute
local function find(name)
  -- Blanks need no backslash here, but are often given one.
  for _, spelling in ipairs({ name, (name:gsub("\\(.)", "%1")) }) do
    local path = vim.fn.fnamemodify(spelling, ":p")
    local stat = vim.loop.fs_stat(path)
    if stat and stat.type ~= "directory" then
      return path
    elseif stat then
      notify.error(("`%s` is a folder"):format(vim.fn.strtrans(name)))
      return nil
    end
  end
  notify.error(("there is no file `%s`"):format(vim.fn.strtrans(name)))
end

---@param lines string[] of the buffer
---@param row integer the line that the embed comes into, or after
---@param embed string
---@return chatmd.Place
local function at_line(lines, row, embed)
  local is_blank = not (lines[row] or ""):find("%S")
  return { first = is_blank and row - 1 or row, last = row, lines = { embed } }
end

--- At the end of a message, after a blank line.
---@param lines string[]
---@param message chatmd.Message
---@param embed string
---@return chatmd.Place
local function at_end(lines, message, embed)
  local row = message.lines.last
  local is_empty = message.lines.first > row
  if is_empty and lines[row + 1] and not lines[row + 1]:find("%S") then
    return { first = row + 1, last = row + 1, lines = { embed } }
  end
  return { first = row, last = row, lines = { "", embed } }
end

--- Where the embed may go, best first.
---@param found chatmd.Conversation
---@param lines string[]
---@param cursor integer
---@param embed string
---@return chatmd.Place[]
local function places(found, lines, cursor, embed)
  local at, last = conversation.index_at(found, cursor), nil
  for index, message in ipairs(found.messages) do
    last = message.role == "user" and index or last
  end
  local result = {}
  local here = at and found.messages[at]
  if here and here.role == "user" then
    if cursor ~= here.heading_line then
      result[1] = at_line(lines, cursor, embed)
    end
    table.insert(result, at_end(lines, here, embed))
  end
  if last and last ~= at then
    table.insert(result, at_end(lines, found.messages[last], embed))
  elseif not last then
    table.insert(result, at_line(lines, #lines, embed))
  end
  return result
end

--- Whether the embed would be one at a place.
---@param lines string[]
---@param place chatmd.Place
---@return boolean
local function counts(lines, place)
  local text = vim.list_slice(lines, 1, place.first)
  vim.list_extend(text, place.lines)
  local row = #text
  vim.list_extend(text, lines, place.last + 1)
  local found = conversation.read_now(text)
  local index = found and conversation.index_at(found, row)
  local message = index and found.messages[index]
  for _, embed in ipairs(message and message.role == "user" and message.embeds or {}) do
    if embed.line == row and embed.column == 1 then
      return true
    end
  end
  return false
end

---@param buf integer
---@param name string of a file, from the current directory
function M.insert(buf, name)
  local path = find(name)
  if not path then
    return
  elseif not vim.bo[buf].modifiable then
    return notify.error("this buffer is not modifiable")
  end
  local found, problem = conversation.now(buf)
  if not found then
    return notify.error(problem)
  end
  local has_name = buffer.path(buf) ~= nil
  local embed = ("![%s](%s)"):format(
    embeds.description(vim.fn.fnamemodify(path, ":t")),
    embeds.destination(has_name and embeds.relative(path, settings.folder(buf)) or path)
  )
  local lines = api.nvim_buf_get_lines(buf, 0, -1, false)
  for _, place in ipairs(places(found, lines, api.nvim_win_get_cursor(0)[1], embed)) do
    if counts(lines, place) then
      api.nvim_buf_set_lines(buf, place.first, place.last, true, place.lines)
      if not has_name then
        notify.warn("this buffer has no file name, so only files below `roots` can be sent")
      end
      return
    end
  end
  notify.error("nowhere in your message would it count as an embed; is a code block left open?")
end

--- Files, as names that continue the last word.
---@param lead string all of the name, blanks included
---@return string[]
function M.complete(lead)
  local before = #(lead:match("^.*%s") or "")
  return vim.tbl_map(function(name)
    return name:sub(before + 1)
  end, vim.fn.getcompletion(lead, "file"))
end

return M
