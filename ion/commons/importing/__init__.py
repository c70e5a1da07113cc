"""Taking in content from elsewhere: folders of Markdown with front matter become items of a room."""
