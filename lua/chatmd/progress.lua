--- The words that stand beside a reply's heading while it is written: `⠹ grok-3 · answering 4 s`.
local visible = require("chatmd.visible")

local M = {}

local REASON_CHARACTERS = 80

---@class chatmd.Retry
---@field event chatmd.RetryEvent
---@field due integer by vim.loop.now: when the next attempt begins

---@param seconds integer
---@return string
local function elapsed(seconds)
  return seconds < 60 and ("%d s"):format(seconds)
    or ("%d:%02d min"):format(math.floor(seconds / 60), seconds % 60)
end

--- `retrying in 4 s (2 of 3): reason`
---@param retry chatmd.Retry
---@return string
local function countdown(retry)
  local event = retry.event
  local seconds = math.ceil((retry.due - vim.loop.now()) / 1000)
  local text = seconds > 0 and ("retrying in %s"):format(elapsed(seconds)) or "retrying"
  if event.attempt and event.max_attempts then
    text = ("%s (%d of %d)"):format(text, event.attempt, event.max_attempts)
  end
  if type(event.message) == "string" and event.message ~= "" then
    text = text .. ": " .. vim.fn.strcharpart(visible(event.message), 0, REASON_CHARACTERS)
  end
  return text
end

---@param frame string the spinner's
---@param seconds integer since the reply was asked for
---@param status chatmd.Status
---@param retry? chatmd.Retry
---@return string
function M.text(frame, seconds, status, retry)
  local what
  if status.state == "retrying" and retry then
    what = countdown(retry)
  elseif status.state == "running" and type(status.tool) == "string" then
    what = ("running %s %s"):format(visible(status.tool), elapsed(seconds))
  else
    what = ("%s %s"):format(status.state, elapsed(seconds))
  end
  return ("%s %s%s"):format(frame, status.model and status.model .. " · " or "", what)
end

return M
