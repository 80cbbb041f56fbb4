--- A buffer as the binary reads it: which messages there are, and where.
---
--- The answer is kept until the buffer changes. Who asks meanwhile for the same waits for the same.
local ask = require("chatmd.ask")

local M = {}

local api = vim.api

-- The longest that a motion may wait.
local WAIT_MS = 2000

---@class chatmd.Lines
---@field first integer from 1
---@field last integer the last one, included; before `first` where there is none

---@class chatmd.Embed
---@field destination string
---@field alternative_text string
---@field line integer of its `!`, from 1
---@field column integer from 1, in bytes
---@field offset integer from 0, in bytes of the whole text

---@class chatmd.Message
---@field role "user"|"assistant"|"system"|"note"|"tool"
---@field name? string the label after the role
---@field content string
---@field heading_line? integer none where it begins the conversation without one
---@field lines chatmd.Lines of the text, without outer blank lines
---@field bytes? { start: integer, ["end"]: integer } of the text; none where it is empty
---@field embeds? chatmd.Embed[]
---@field tool_records? table[]

---@class chatmd.Conversation
---@field changedtick integer of the buffer that was read
---@field line_count integer of that buffer
---@field front_matter? { syntax: string, lines: chatmd.Lines }
---@field settings table<string, { value: any, line: integer, column: integer }>
---@field messages chatmd.Message[] in order, empty ones included
---@field diagnostics table[]

---@alias chatmd.OnConversation fun(conversation: chatmd.Conversation|nil, problem: string|nil)

---@type table<integer, chatmd.Conversation>
local known = {}
---@type table<integer, { changedtick: integer, waiting: chatmd.OnConversation[], cancel: fun() }>
local running = {}

--- Takes in the sections that hold nothing, in their places.
---@param messages chatmd.Message[]
---@param sections table[]
---@return chatmd.Message[]
local function with_empty(messages, sections)
  local all = {}
  for _, section in ipairs(sections) do
    if section.message then
      all[#all + 1] = messages[section.message + 1]
    elseif section.heading_line then
      all[#all + 1] = {
        role = section.role,
        name = section.name,
        content = "",
        heading_line = section.heading_line,
        lines = { first = section.heading_line + 1, last = section.heading_line },
      }
    end
  end
  return all
end

--- Has the binary read lines of a conversation.
---@param lines string[]
---@param on_read chatmd.OnConversation
---@return fun() cancel
function M.read(lines, on_read)
  return ask.json({ "parse", "-" }, lines, function(conversation, problem)
    if conversation then
      conversation.line_count = #lines
      conversation.messages = with_empty(conversation.messages or {}, conversation.sections or {})
    end
    on_read(conversation, problem)
  end)
end

---@param buf integer
---@param conversation chatmd.Conversation
local function keep(buf, conversation)
  if not known[buf] then
    api.nvim_create_autocmd("BufUnload", {
      buffer = buf,
      once = true,
      callback = function() known[buf] = nil end,
    })
  end
  known[buf] = conversation
end

--- Reads a buffer: at once where that is known, otherwise later. Calls back once.
---@param buf integer
---@param on_read chatmd.OnConversation
---@return fun() cancel
function M.get(buf, on_read)
  local changedtick = api.nvim_buf_get_changedtick(buf)
  if known[buf] and known[buf].changedtick == changedtick then
    on_read(known[buf])
    return function() end
  end

  local reading = running[buf]
  if not reading or reading.changedtick ~= changedtick then
    reading = { changedtick = changedtick, waiting = {} }
    running[buf] = reading
    local lines = api.nvim_buf_get_lines(buf, 0, -1, false)
    reading.cancel = M.read(lines, function(conversation, problem)
      if running[buf] == reading then
        running[buf] = nil
      end
      if conversation then
        conversation.changedtick = changedtick
        if api.nvim_buf_is_loaded(buf) and api.nvim_buf_get_changedtick(buf) == changedtick then
          keep(buf, conversation)
        end
      end
      for _, waiting in ipairs(reading.waiting) do
        waiting(conversation, problem)
      end
      reading.ended = { conversation, problem }
    end)
    if reading.ended then
      on_read(unpack(reading.ended, 1, 2))
      return function() end
    end
  end
  table.insert(reading.waiting, on_read)
  return function()
    reading.waiting = vim.tbl_filter(function(one) return one ~= on_read end, reading.waiting)
    if #reading.waiting == 0 and running[buf] == reading then
      running[buf] = nil
      reading.cancel()
    end
  end
end

--- Reads a buffer for a motion: waits for it, but not for long.
---@param buf integer
---@return chatmd.Conversation|nil
---@return string|nil problem
function M.now(buf)
  return ask.wait(WAIT_MS, function(on_read) return M.get(buf, on_read) end)
end

--- The same for lines that are in no buffer.
---@param lines string[]
---@return chatmd.Conversation|nil
---@return string|nil problem
function M.read_now(lines)
  return ask.wait(WAIT_MS, function(on_read) return M.read(lines, on_read) end)
end

-- Messages -----------------------------------------------------------------------------------

--- The line that a message begins with: its heading, where it has one.
---@param message chatmd.Message
---@return integer
function M.first_line(message)
  return message.heading_line or message.lines.first
end

--- The line before the next message, or the last one: blank lines belong to the message above.
---@param conversation chatmd.Conversation
---@param index integer
---@return integer
function M.last_line(conversation, index)
  local following = conversation.messages[index + 1]
  return following and M.first_line(following) - 1 or conversation.line_count
end

--- The message that a line belongs to.
---@param conversation chatmd.Conversation
---@param line integer
---@return integer|nil index none above the first message
function M.index_at(conversation, line)
  local found
  for index, message in ipairs(conversation.messages) do
    if M.first_line(message) > line then
      break
    end
    found = index
  end
  return found
end

--- The message that begins so many after a line, or before it; the outermost where there are not
--- so many.
---@param conversation chatmd.Conversation
---@param line integer
---@param count integer negative: before it
---@return integer|nil index none where not even one is there
function M.index_from(conversation, line, count)
  local at = M.index_at(conversation, line) or 0
  if count > 0 then
    return at < #conversation.messages and math.min(at + count, #conversation.messages) or nil
  end
  local message = conversation.messages[at]
  local first = message and (M.first_line(message) < line and at or at - 1) or 0
  return first > 0 and math.max(first + count + 1, 1) or nil
end

return M
