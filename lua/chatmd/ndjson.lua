--- Puts the lines of a job's output together and decodes them. Pure: no editor state.
local M = {}

---@class chatmd.Decoder
---@field private pieces string[] the beginning of a line whose end has not come
local Decoder = {}
Decoder.__index = Decoder

---@return chatmd.Decoder
function M.decoder()
  return setmetatable({ pieces = {} }, Decoder)
end

-- null becomes nil, so that `event.hint or …` means what it says.
local nulls = { luanil = { object = true, array = true } }

--- Takes what `on_stdout` was given. Its first item continues the last line of the call before,
--- every further item begins a new line:
---
---     {'{"ty'}   {'pe":"start"}', '{"type":"te'}   {'xt"}', ''}
---      line 1 …         … line 1 |  line 2 …         … line 2 |
---
--- A line is joined once, when its end is there, however many pieces it came in.
---@param data string[]
---@return chatmd.Event[] events
---@return string[] invalid lines that are not a JSON object
function Decoder:feed(data)
  local events, invalid = {}, {}
  for index, piece in ipairs(data) do
    if index > 1 then
      self:end_line(events, invalid)
    end
    if piece ~= "" then
      self.pieces[#self.pieces + 1] = piece
    end
  end
  return events, invalid
end

--- Takes the end of the output, where the last line may lack its newline.
---@return chatmd.Event[] events
---@return string[] invalid
function Decoder:finish()
  return self:feed({ "", "" })
end

---@private
function Decoder:end_line(events, invalid)
  local line = table.concat(self.pieces)
  self.pieces = {}
  if line:find("^%s*$") then
    return
  end
  local ok, event = pcall(vim.json.decode, line, nulls)
  if ok and type(event) == "table" and type(event.type) == "string" then
    events[#events + 1] = event
  else
    invalid[#invalid + 1] = line
  end
end

return M
