--- Text of a stranger's, with what could deceive made visible: control characters, and the marks
--- that turn the direction of writing.
---@param text string
---@return string
return function(text)
  return (vim.fn.strtrans(text):gsub("\226\128[\142\143\170-\174]", function(mark)
    return ("<%04x>"):format(vim.fn.char2nr(mark))
  end):gsub("\226\129[\166-\169]", function(mark)
    return ("<%04x>"):format(vim.fn.char2nr(mark))
  end))
end
