--- Files that are conversations as soon as they are opened.
local M = {}

local api = vim.api

--- The events by which such a file is noticed.
M.events = { "BufReadPre", "BufReadPost", "BufNewFile" }

---@param args { event: string, buf: integer }
function M.on_event(args)
  if args.event == "BufReadPre" then
    -- Anybody may have written the file, a model among them: before a modeline in it is obeyed.
    vim.bo[args.buf].modeline = false
  else
    require("chatmd.chat").enable(args.buf)
  end
end

--- Takes these patterns instead of those before.
---@param patterns string[]
function M.watch(patterns)
  local group = api.nvim_create_augroup("chatmd_pattern", { clear = true })
  if #patterns == 0 then
    return
  end
  api.nvim_create_autocmd(M.events, {
    group = group,
    pattern = vim.tbl_map(function(pattern)
      -- `:autocmd` would expand it, the function does not.
      return (pattern:gsub("^~/", function() return vim.loop.os_homedir() .. "/" end))
    end, patterns),
    desc = "Enable conversations",
    callback = M.on_event,
  })
end

return M
