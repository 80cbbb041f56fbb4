--- What is done with the last answer of a conversation: it is gone on with, asked for anew, or
--- removed.
local ask = require("chatmd.ask")
local buffer = require("chatmd.buffer")
local change = require("chatmd.change")
local notify = require("chatmd.notify")
local session = require("chatmd.session")
local written = require("chatmd.written")

local M = {}

local api = vim.api

--- Reads the conversation as it stands: again, where it was changed meanwhile.
---@param buf integer
---@param on_parsed fun(messages: table[], text: string, sections: table[])
local function read(buf, on_parsed)
  if not session.may_start(buf) then
    return
  end
  local text, tick = buffer.text(buf), api.nvim_buf_get_changedtick(buf)
  ask.json({ "parse", "-" }, api.nvim_buf_get_lines(buf, 0, -1, false), function(parsed, problem)
    if not api.nvim_buf_is_loaded(buf) then
      return
    elseif not parsed then
      notify.error(problem)
    elseif api.nvim_buf_get_changedtick(buf) ~= tick then
      read(buf, on_parsed)
    elseif session.may_start(buf) then
      on_parsed(parsed.messages or {}, text, parsed.sections or {})
    end
  end)
end

--- The place in a buffer of a byte of its text.
---@param text string
---@param offset integer from 0
---@return integer row from 0
---@return integer col
local function place(text, offset)
  local before = text:sub(1, offset)
  local _, row = before:gsub("\n", "")
  return row, #before:match("[^\n]*$")
end

--- Goes on with a reply that broke off.
---@param buf integer
function M.continue(buf)
  read(buf, function(messages, text)
    local last = messages[#messages]
    if not last or last.role ~= "assistant" then
      notify.error("the conversation does not end with a reply that could go on")
      return
    end
    -- The binary says in `start` where exactly: a block it closed behind the reply opens again.
    local row, col = place(text, last.bytes["end"])
    session.start(buf, { ["continue"] = true }, {
      row = row,
      col = col,
      heading = last.heading_line - 1,
      lines = api.nvim_buf_get_lines(buf, 0, -1, false),
    })
  end)
end

--- The lines of the last turn of the assistant, last first: replies, calls and their results, and
--- what was thought. Notes of the user's are no part of it.
--- The empty heading at the end goes with them.
---@param messages table[] as `chatmd parse` lists them
---@param sections table[] likewise
---@param line_count integer
---@return integer[][]|nil ranges first and last line, from 1; nil where the last turn is not its
local function last_turn(messages, sections, line_count)
  local ranges, has_reply, has_question = {}, false, false
  local next_line = line_count + 1
  local last = sections[#sections]
  if last and not last.message and last.role == "user" and last.heading_line then
    ranges[1] = { last.heading_line, line_count }
    next_line = last.heading_line
  end
  for index = #messages, 1, -1 do
    local message = messages[index]
    local is_reply = message.role == "assistant"
    if is_reply or message.role == "tool" or message.name == "reasoning" then
      has_reply = has_reply or is_reply
      ranges[#ranges + 1] = { message.heading_line, next_line - 1 }
    elseif message.role ~= "note" then
      has_question = message.role == "user"
      break
    end
    next_line = message.heading_line
  end
  return has_reply and has_question and ranges or nil
end

--- Removes the last answer, whoever wrote it, and asks for another one.
---@param buf integer
function M.regenerate(buf)
  read(buf, function(messages, _, sections)
    local ranges = last_turn(messages, sections, api.nvim_buf_line_count(buf))
    if not ranges then
      notify.error("the conversation does not end with an answer that could be replaced")
      return
    end
    local _, problem = change.make(buf, function()
      for _, range in ipairs(ranges) do
        api.nvim_buf_set_lines(buf, range[1] - 1, range[2], true, {})
      end
      -- The blank lines that set the answer off; the next one brings its own.
      local last = vim.fn.prevnonblank("$")
      api.nvim_buf_set_lines(buf, math.max(last, 1), -1, false, {})
    end)
    if problem then
      notify.error(("the answer could not be removed (%s)"):format(problem))
    else
      session.start(buf)
    end
  end)
end

--- Removes the newest reply of this session, and stops it first where it is still written.
---@param buf integer
function M.discard(buf)
  local was_running, was_empty = session.drop(buf)
  if was_running and was_empty then
    notify.info("the reply was stopped before anything of it was written")
    return
  end
  local problem
  local removed = written.remove_last(buf, function(body)
    problem = select(2, change.make(buf, body))
  end)
  if problem then
    notify.error(("the reply could not be removed (%s)"):format(problem))
  elseif not removed then
    notify.info("nothing to discard: no reply was written into this buffer since it was read")
  end
end

return M
