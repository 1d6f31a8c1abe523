UPDATE flavors SET name = 'large' WHERE name = 'large; very';
