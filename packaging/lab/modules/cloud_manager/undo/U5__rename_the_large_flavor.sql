UPDATE flavors SET name = 'large; very' WHERE name = 'large';
